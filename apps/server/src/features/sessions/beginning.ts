import type { Trx } from '../../db/database.ts';
import { randomId } from '../../lib/ids.ts';
import { networkOf } from '../../lib/networks.ts';
import type { Origin } from '../../lib/origin.ts';
import type { AccountRow } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import type { KeyRing } from '../installation/index.ts';
import type { Settings } from '../settings/index.ts';
import type { Granted } from './plan.ts';
import * as queries from './queries.ts';
import { formatRefreshToken, randomSelector } from './refresh-token.ts';
import { currentRules, idempotencyDigest } from './rules.ts';

interface Deps {
  readonly settings: Settings;
  readonly keyRing: KeyRing;
}

/** What a session begins with. */
interface Beginning {
  readonly event: 'login.succeeded' | 'login.exchanged';
  readonly userAgent: string;
  /** Of the request that exchanges another token for it. */
  readonly idempotencyKey?: string | undefined;
  /** How many sessions the account has, the ended ones too. */
  readonly sessions: number;
}

const longestUserAgent = 400;

export type BeginSession = ReturnType<typeof createBeginSession>;

/** Begins a session of an account that the transaction has locked, and makes room for it. */
export function createBeginSession({ settings, keyRing }: Deps) {
  return async (
    trx: Trx,
    { id: accountId, isStaff }: AccountRow,
    { event, userAgent, idempotencyKey, sessions }: Beginning,
    origin: Origin,
    now: number,
  ): Promise<Granted & { readonly selector: number }> => {
    await makeRoom(trx, accountId, sessions, origin, now);
    const key = keyRing.signing();
    const { refreshLifetime, absoluteLifetime } = currentRules(settings);
    const lifetime = Math.min(refreshLifetime, absoluteLifetime || Infinity);
    const session: Omit<queries.NewSession, 'selector' | 'idempotencyDigest'> = {
      id: randomId(),
      accountId,
      isStaff: isStaff === 1 ? 1 : null,
      keyId: key.id,
      address: origin.address ?? '',
      network: networkOf(origin.address ?? ''),
      userAgent: userAgent.slice(0, longestUserAgent),
      createdAt: now,
      expiresAt: now + lifetime,
    };
    const named = (selector: number): queries.NewSession => ({
      ...session,
      selector,
      idempotencyDigest: idempotencyDigest(selector, idempotencyKey),
    });
    let selector = randomSelector();
    while (!(await queries.insertSession(trx, named(selector)))) selector = randomSelector();
    await recordEvent(trx, origin, now, { event, accountId, sessionId: session.id });
    return {
      isRepeated: false,
      selector,
      accountId,
      sessionId: session.id,
      isStaff: isStaff === 1,
      refreshToken: formatRefreshToken(selector, 0, key),
      refreshExpiresInSeconds: Math.floor(lifetime / 1_000),
    };
  };

  /** Ends the least recently used sessions, so that one more fits. */
  async function makeRoom(
    trx: Trx,
    accountId: number,
    sessions: number,
    origin: Origin,
    now: number,
  ): Promise<void> {
    const keep = settings.get('SESSIONS_PER_ACCOUNT') - 1;
    // Hardly any account has so many that they have to be looked at one by one.
    if (sessions <= keep) return;
    const surplus = await queries.selectBeyond(trx, accountId, keep, now);
    if (surplus.length === 0) return;
    const count = await queries.endSessions(trx, { selectors: surplus }, 'limit', now);
    const details = { count, reason: 'limit' };
    await recordEvent(trx, origin, now, { event: 'sessions.ended', accountId, details });
  }
}
