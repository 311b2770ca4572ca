import { createHash } from 'node:crypto';
import { networkOf } from '../../lib/networks.ts';
import type { Settings } from '../settings/index.ts';
import type { Quota } from './gcra.ts';

/** What attempts are counted under, and how many there may be. */
export interface Lane extends Quota {
  /** Its name in headers and in the audit trail. */
  readonly policy: string;
  readonly key: string;
}

type LimitSetting =
  | 'LOGIN_FAILURES_PER_ACCOUNT'
  | 'LOGIN_FAILURES_PER_ADDRESS'
  | 'REGISTRATIONS_PER_ADDRESS'
  | 'LINK_FAILURES_PER_ADDRESS'
  | 'FORGED_TOKENS_PER_ADDRESS'
  | 'MAIL_REQUESTS_PER_ACCOUNT'
  | 'MAIL_REQUESTS_PER_ADDRESS';

/** Which part of an account's failures each of its known devices has for itself. */
const knownShare = 5;

export type Lanes = ReturnType<typeof createLanes>;

/** The lanes that an attempt goes through, as the settings have them now. A limit of 0 has none. */
export function createLanes(settings: Settings) {
  function lane(policy: string, name: LimitSetting, subject: string | null, share = 1): Lane[] {
    const limit = Math.ceil(settings.get(name) / share);
    if (limit === 0 || subject === null) return [];
    const windowMs = settings.get('ATTEMPT_WINDOW') * 1_000;
    return [{ policy, key: keyOf(policy, subject), limit, windowMs }];
  }
  const perAddress = (policy: string, name: LimitSetting, address: string | null): Lane[] =>
    lane(policy, name, address === null ? null : networkOf(address));
  const known = (subject: string): Lane[] =>
    lane('login-known', 'LOGIN_FAILURES_PER_ACCOUNT', subject, knownShare);
  const loginAddress = (address: string | null): Lane[] =>
    perAddress('login-address', 'LOGIN_FAILURES_PER_ADDRESS', address);

  return {
    /** @param email the normalised address, whether or not there is an account: nobody can tell from the limits. */
    login: (email: string, address: string | null): Lane[] => [
      ...lane('login-account', 'LOGIN_FAILURES_PER_ACCOUNT', email),
      ...loginAddress(address),
    ],
    /** For a device that carries a cookie of the account: whoever shares its network cannot fill its lane. */
    device: (deviceId: string): Lane[] => known(`device ${deviceId}`),
    /** For a network from which the account has had a session. */
    knownNetwork: (accountId: number, address: string | null): Lane[] => [
      ...known(`network ${accountId} ${networkOf(address ?? '')}`),
      ...loginAddress(address),
    ],
    /** For whoever has a session of the account already. */
    session: (sessionId: string): Lane[] => known(`session ${sessionId}`),
    registration: (address: string | null): Lane[] =>
      perAddress('registration-address', 'REGISTRATIONS_PER_ADDRESS', address),
    link: (address: string | null): Lane[] =>
      perAddress('link-address', 'LINK_FAILURES_PER_ADDRESS', address),
    /** @param email the normalised address that would be written to, whether or not there is an account. */
    mailTo: (email: string): Lane[] => lane('mail-account', 'MAIL_REQUESTS_PER_ACCOUNT', email),
    mailFrom: (address: string | null): Lane[] =>
      perAddress('mail-address', 'MAIL_REQUESTS_PER_ADDRESS', address),
    forgedToken: (address: string | null): Lane[] =>
      perAddress('forged-token-address', 'FORGED_TOKENS_PER_ADDRESS', address),
  };
}

/** 128 bits of a hash: short, of one length, and no list of the addresses that somebody has tried. */
function keyOf(policy: string, subject: string): string {
  return createHash('sha256').update(`${policy} ${subject}`).digest('base64url').slice(0, 22);
}
