import type { Database, Trx } from '../../db/database.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Clock } from '../../lib/clock.ts';
import { networkOf } from '../../lib/networks.ts';
import type { Origin } from '../../lib/origin.ts';
import { lockAccount, type AccountRow } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import {
  endToken,
  judge,
  keepToken,
  lockHolder,
  lockToken,
  markExchanged,
  selectToken,
  shareWindow,
  type PresentedFormerToken,
  type StoredFormerToken,
  type Verdict,
} from '../former-tokens/index.ts';
import type { Settings } from '../settings/index.ts';
import type { BeginSession } from './beginning.ts';
import { cannotRefreshNow, refreshTokenExpired, refreshTokenUnknown, sessionEnded } from './errors.ts';
import type { Granted } from './plan.ts';
import { isForgotten, type EndReason } from './protocol.ts';
import * as queries from './queries.ts';
import { currentRules } from './rules.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly beginSession: BeginSession;
}

/** Who exchanges a token. */
export interface ExchangeRequest {
  readonly userAgent: string;
  readonly idempotencyKey: string | undefined;
  readonly origin: Origin;
}

/** The session that the token begins now, or the one that it was exchanged for before. */
export type Exchanged =
  | { readonly kind: 'begun'; readonly granted: Granted }
  | { readonly kind: 'before'; readonly selector: number };

type Readable = Extract<PresentedFormerToken, { source: 'table' | 'simplejwt' }>;

type Refusal = Exclude<Verdict, { kind: 'good' }>;

/** A token that is held against every change, and what it is good for. */
interface Held {
  readonly token: StoredFormerToken;
  readonly verdict: Verdict;
}

/**
 * Refresh tokens of the former system. The first time, one begins a session; from then on it is that session's, as the
 * token before its first one.
 */
export function createExchange({ database, clock, settings, beginSession }: Deps) {
  const { kysely } = database;

  return {
    /**
     * Whatever makes the token void waits for the transaction, or has happened before: a change of the password, the end
     * of all sessions, the end of the window. Of those who race with one token, one begins the session.
     *
     * @throws Problem `refresh_token_unknown`, `refresh_token_expired`, `session_ended`; `unavailable`.
     */
    async exchange(presented: PresentedFormerToken, request: ExchangeRequest): Promise<Exchanged> {
      const token = requireReadable(presented, clock.now());
      const { accountId, selector, ending } = await find(token);
      if (selector !== null) return { kind: 'before', selector };
      if (ending) return refuse(ending, await readDatabaseTime(kysely, clock));
      return kysely.transaction().execute(async (trx) => {
        const account = await lockAccount(trx, accountId);
        const now = await readDatabaseTime(trx, clock);
        const held = account && (await hold(trx, account, token, now));
        if (!held) throw refreshTokenUnknown();
        if (held.token.selector !== null) return { kind: 'before', selector: held.token.selector };
        if (held.verdict.kind !== 'good') return refuse(held.verdict, now);
        return { kind: 'begun', granted: await begin(trx, account, token.digest, request, now) };
      });
    },

    /**
     * Ends a token that was not exchanged yet.
     *
     * @returns the selector of the session that it was exchanged for, which has to end instead.
     * @throws Problem `refresh_token_unknown` where it is none that could have been exchanged; `unavailable`.
     */
    async end(presented: PresentedFormerToken, origin: Origin): Promise<number | undefined> {
      const token = requireReadable(presented, clock.now());
      const { accountId, selector } = await find(token);
      if (selector !== null) return selector;
      return kysely.transaction().execute(async (trx) => {
        const account = await lockAccount(trx, accountId);
        const now = await readDatabaseTime(trx, clock);
        const held = account && (await hold(trx, account, token, now));
        if (!held) throw refreshTokenUnknown();
        if (held.token.selector !== null) return held.token.selector;
        await endToken(trx, token.digest, 'logout', now);
        if (held.token.endedAt === null) await recordEvent(trx, origin, now, { event: 'logout', accountId });
        return undefined;
      });
    },
  };

  /** Whose token it is, and what became of it: one read, by the index. @throws Problem `refresh_token_unknown`. */
  async function find(
    presented: Readable,
  ): Promise<{ accountId: number; selector: number | null; ending: Refusal | undefined }> {
    const stored = await selectToken(kysely, presented.digest);
    const claimed = presented.source === 'simplejwt' ? presented.accountId : null;
    const accountId = stored?.accountId ?? claimed;
    // Whoever has the former key can give a token the id of another one.
    if (accountId === null || (claimed !== null && claimed !== accountId)) throw refreshTokenUnknown();
    const { endedAt = null, endReason = null, selector = null } = stored ?? {};
    const ending =
      endedAt === null ? undefined : ({ kind: 'ended', reason: endReason ?? 'logout', at: endedAt } as const);
    return { accountId, selector, ending };
  }

  /**
   * In the order in which everything locks them. What is thrown later takes the row of a signed token away again.
   *
   * @returns undefined where nobody has such a token.
   */
  async function hold(
    trx: Trx,
    account: AccountRow,
    presented: Readable,
    now: number,
  ): Promise<Held | undefined> {
    const { source, digest } = presented;
    const window = await shareWindow(trx, source);
    const holder = await lockHolder(trx, account.id);
    if (!window || !holder) return undefined;
    const { accountId, expiresAt, passwordCheck } = {
      accountId: account.id,
      expiresAt: 0,
      passwordCheck: null,
      ...presented,
    };
    if (source === 'simplejwt') await keepToken(trx, { digest, source, accountId, expiresAt }, now);
    const token = await lockToken(trx, digest);
    if (!token || (token.accountId ?? accountId) !== account.id) return undefined;
    return { token, verdict: judge({ window, holder, account, token, passwordCheck }, now) };
  }

  async function begin(
    trx: Trx,
    account: AccountRow,
    digest: string,
    { userAgent, idempotencyKey, origin }: ExchangeRequest,
    now: number,
  ): Promise<Granted> {
    const { sessions } = await queries.selectHistory(trx, account.id, networkOf(origin.address ?? ''));
    const beginning = { event: 'login.exchanged', userAgent, idempotencyKey, sessions } as const;
    const { selector, ...granted } = await beginSession(trx, account, beginning, origin, now);
    await markExchanged(trx, digest, selector);
    return granted;
  }

  /** @throws Problem `session_ended` where it can no longer be read; `unavailable`. */
  function requireReadable(presented: PresentedFormerToken, now: number): Readable {
    if (presented.source === 'sealed') throw cannotRefreshNow(sealedKey);
    if (presented.source !== 'closed') return presented;
    return refuse({ kind: 'ended', reason: presented.reason, at: presented.endedAt }, now);
  }

  /** As for a session, which is forgotten a refresh lifetime after its end. */
  function refuse(verdict: Refusal, now: number): never {
    if (verdict.kind === 'unknown' || isForgotten(verdict.at, currentRules(settings), now))
      throw refreshTokenUnknown();
    if (verdict.kind === 'expired') throw refreshTokenExpired();
    // Every reason that is stored is one of a session's end.
    throw sessionEnded(verdict.reason as EndReason);
  }
}

const sealedKey = 'the key of the former system is sealed under a SECRET_KEY that this node was not given';
