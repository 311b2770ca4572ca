import { durationInWords } from './durations.ts';
import type { LiveSettings } from './live-settings.ts';
import type { SettingName, SettingValue } from './registry.ts';

/** How much an installation is used. */
export interface Usage {
  /** Sessions that could be refreshed. */
  readonly liveSessions: number;
  /** Those of them that were, within the last `recentSeconds`. */
  readonly recentSessions: number;
  readonly recentSeconds: number;
}

/** An access-token lifetime that was in force before. */
export interface EarlierLifetime {
  readonly endedSecondsAgo: number;
  /** In seconds. */
  readonly lifetime: number;
}

interface Circumstances {
  readonly live: LiveSettings;
  readonly usage: Usage;
  /** Accounts that could log in, but for an address that nobody has proven. */
  readonly unprovenAccounts: number;
  readonly earlier: readonly EarlierLifetime[];
}

interface Change {
  readonly name: SettingName;
  readonly to: SettingValue;
}

/** What changes of settings will mean for this installation, in sentences. */
export function foresee(
  changes: readonly Change[],
  circumstances: Circumstances,
): { name: string; text: string }[] {
  return changes.flatMap(({ name, to }) => {
    const text =
      typeof to === 'number' ? texts[name]?.(to, circumstances) : ofChoice(name, to, circumstances);
    return text === undefined ? [] : [{ name, text }];
  });
}

const texts: Partial<Record<SettingName, (to: number, circumstances: Circumstances) => string>> = {
  ACCESS_TOKEN_LIFETIME: (to, { live, usage, earlier }) => {
    const from = live.get('ACCESS_TOKEN_LIFETIME');
    const rate = (sessions: number, lifetime: number): string => perSecond(sessions / lifetime);
    const left = Math.max(from, ...earlier.map((one) => Math.ceil(one.lifetime - one.endedSecondsAgo)));
    const { recentSessions, recentSeconds, liveSessions } = usage;
    return [
      `${sessionsInWords(recentSessions)} used in the last ${durationInWords(recentSeconds)} will make ` +
        `about ${rate(recentSessions, to)} refreshes a second (now ${rate(recentSessions, from)});`,
      `all ${liveSessions} live sessions together would make ${rate(liveSessions, to)}.`,
      `Access tokens issued until now stay valid for up to ${durationInWords(left)}.`,
      `After a logout, other services accept a token for up to ${durationInWords(to)}.`,
    ].join(' ');
  },
  REFRESH_TOKEN_LIFETIME: (to, { live, usage }) =>
    [
      `Refresh tokens issued until now stay valid for up to ${durationInWords(live.get('REFRESH_TOKEN_LIFETIME'))};`,
      `each of the ${usage.liveSessions} live sessions gets the new lifetime at its next refresh.`,
      `Whoever stays away for ${durationInWords(to)} will have to log in again.`,
    ].join(' '),
  REFRESH_REUSE_GRACE: (to) =>
    to === 0
      ? 'Two tabs that refresh at once, or a retry after a lost answer, will end the session. Leave some seconds.'
      : `A copied refresh token can be used for up to ${durationInWords(to)} after its owner has refreshed, without being noticed.`,
  SESSION_ABSOLUTE_LIFETIME: (to, { usage }) =>
    to === 0
      ? 'A session lasts for as long as it is refreshed.'
      : `Everybody has to log in again ${durationInWords(to)} after the last login; that holds for the ${usage.liveSessions} live sessions from their next refresh.`,
};

function ofChoice(name: SettingName, to: SettingValue, circumstances: Circumstances): string | undefined {
  if (name !== 'EMAIL_VERIFICATION' || to !== 'required') return undefined;
  if (circumstances.live.get(name) === 'required') return undefined;
  const { unprovenAccounts } = circumstances;
  if (unprovenAccounts === 0) return 'Every account has proven its address: nobody is kept from logging in.';
  const who =
    unprovenAccounts === 1
      ? '1 account has not proven its address and'
      : `${unprovenAccounts} accounts have not proven their addresses and`;
  return [
    `${who} will not be able to log in until a link was followed that is sent on request (POST /api/verify-email/resend/).`,
    'Sessions go on.',
  ].join(' ');
}

function perSecond(rate: number): string {
  return rate >= 100
    ? String(Math.round(rate))
    : rate >= 0.1 || rate === 0
      ? rate.toFixed(1)
      : rate.toFixed(3);
}

function sessionsInWords(count: number): string {
  return count === 1 ? 'The 1 session that was' : `The ${count} sessions that were`;
}
