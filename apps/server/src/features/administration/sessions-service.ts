import { readDatabaseTime } from '../../db/time.ts';
import { toPage, type Place } from '../../http/paging.ts';
import { fieldProblem } from '../../http/problems.ts';
import type { Origin } from '../../lib/origin.ts';
import {
  lockAccount,
  selectAccountByAddress,
  updatePassword,
  type AccountDeps,
  type AccountService,
} from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { closeWindows } from '../former-tokens/index.ts';
import {
  countLiveWithKeys,
  endSessions,
  endSessionsOf,
  selectLiveAfter,
  type EndReason,
  type WhichSessions,
} from '../sessions/index.ts';
import { accountNotFound, sessionNotFound } from './errors.ts';
import * as queries from './sessions-queries.ts';

type Deps = Pick<AccountDeps, 'database' | 'clock' | 'hasher' | 'notices'> & {
  readonly accounts: AccountService;
};

const chunkSize = 1_000;

export type SessionAdministration = ReturnType<typeof createSessionAdministration>;

/** What an operator does that ends sessions. */
export function createSessionAdministration({ database, clock, hasher, accounts, notices }: Deps) {
  const { kysely } = database;
  const databaseTime = (db = kysely): Promise<number> => readDatabaseTime(db, clock);

  /** Ends the sessions that `which` picks, a chunk at a time, so that nobody waits for a lock for long. */
  async function endAll(
    which: WhichSessions,
    { reason, scope, origin }: { reason: EndReason; scope: object; origin: Origin },
    onProgress: (ended: number) => void = () => {},
  ): Promise<number> {
    let ended = 0;
    for (let after = -1; ;) {
      const chunk = await selectLiveAfter(kysely, after, which, chunkSize);
      const last = chunk.at(-1);
      if (last === undefined) return ended;
      const now = await databaseTime();
      ended += await kysely.transaction().execute(async (trx) => {
        const count = await endSessions(trx, { selectors: chunk }, reason, now);
        const details = { count, reason, ...scope };
        if (count > 0) await recordEvent(trx, origin, now, { event: 'sessions.ended', details });
        return count;
      });
      onProgress(ended);
      after = last;
    }
  }

  /** The same for everybody. Refresh tokens of the former system could still begin a session: they end first. */
  async function endEverybodys(
    which: WhichSessions,
    { scope, origin }: { scope: object; origin: Origin },
    onProgress?: (ended: number) => void,
  ): Promise<number> {
    const now = await databaseTime();
    await kysely.transaction().execute((trx) => closeWindows(trx, 'admin', origin, now));
    return endAll(which, { reason: 'admin', scope, origin }, onProgress);
  }

  return {
    async list(filter: queries.SessionFilter, { after, limit }: { after: Place | undefined; limit: number }) {
      const now = await databaseTime();
      const rows = await queries.selectSessions(kysely, filter, { before: after, limit: limit + 1, now });
      return toPage(rows, limit, (row) => describe(row, now));
    },

    /** @throws Problem `not_found` where there is no such live session. */
    async end(id: string, origin: Origin): Promise<void> {
      const now = await databaseTime();
      await kysely.transaction().execute(async (trx) => {
        const accountId = await queries.selectSessionAccount(trx, id);
        const ended = await endSessions(trx, { id }, 'admin', now);
        if (ended === 0) throw sessionNotFound();
        const details = { count: 1, reason: 'admin' };
        await recordEvent(trx, origin, now, { event: 'sessions.ended', accountId, sessionId: id, details });
      });
    },

    endEverySession: (origin: Origin, onProgress?: (ended: number) => void) =>
      endEverybodys((session) => session, { scope: { which: 'all' }, origin }, onProgress),

    /**
     * Ends also the refresh tokens of the former system: when the sessions there were begun, nobody knows.
     *
     * @param time in milliseconds since the epoch: sessions that were begun before.
     */
    endSessionsBegunBefore(
      time: number,
      origin: Origin,
      onProgress?: (ended: number) => void,
    ): Promise<number> {
      const scope = { begun_before: new Date(time).toISOString() };
      return endEverybodys(
        (session) => session.where('created_at', '<', time),
        { scope, origin },
        onProgress,
      );
    },

    /** @throws Problem `not_found` where there is no such account. */
    endSessionsOf(accountId: number, origin: Origin): Promise<number> {
      return kysely.transaction().execute(async (trx) => {
        // The lock keeps a login that is on its way from slipping in behind.
        if (!(await lockAccount(trx, accountId))) throw accountNotFound();
        const now = await databaseTime(trx);
        const count = await endSessionsOf(trx, accountId, 'admin', now);
        const details = { count, reason: 'admin' };
        if (count > 0) await recordEvent(trx, origin, now, { event: 'sessions.ended', accountId, details });
        return count;
      });
    },

    /**
     * Sets a password and ends all sessions of the account.
     *
     * @returns undefined where there is no such account; else how many sessions were ended.
     * @throws Problem `invalid_request` naming `password`.
     */
    async resetPassword(email: string, password: string, origin: Origin): Promise<number | undefined> {
      const fault = await accounts.newPassword(password);
      if (fault !== undefined) throw fieldProblem('password', fault);
      const passwordHash = await hasher.hash(password, origin);
      return kysely.transaction().execute(async (trx) => {
        const account = await selectAccountByAddress(trx, email);
        if (!account) return undefined;
        const { id: accountId } = account;
        await lockAccount(trx, accountId);
        await updatePassword(trx, accountId, passwordHash);
        const now = await databaseTime(trx);
        const ended = await endSessionsOf(trx, accountId, 'password_changed', now);
        const details = { sessions_ended: ended };
        await recordEvent(trx, origin, now, { event: 'password.reset', accountId, details });
        await notices.passwordChanged(trx, account, origin, now);
        return ended;
      });
    },

    /** Ends the sessions whose tokens were derived from keys that are no longer held. */
    endSessionsOfKeys: (
      keyIds: readonly number[],
      origin: Origin,
      onProgress?: (ended: number) => void,
    ): Promise<number> =>
      endAll(
        (session) =>
          session.where((row) => row.or([row('key_id', 'in', keyIds), row('previous_key_id', 'in', keyIds)])),
        { reason: 'key_retired', scope: { key_ids: keyIds }, origin },
        onProgress,
      ),

    countSessionsOfKeys: async (keyIds: readonly number[]): Promise<number> =>
      keyIds.length === 0 ? 0 : countLiveWithKeys(kysely, keyIds, await databaseTime()),
  };
}

function describe(row: queries.ListedSession, now: number) {
  const time = (milliseconds: number): string => new Date(milliseconds).toISOString();
  const hasExpired = row.endedAt === null && row.expiresAt <= now;
  const endedAt = hasExpired ? row.expiresAt : row.endedAt;
  return {
    id: row.id,
    account: { id: row.accountId, email: row.email },
    device: row.userAgent,
    address: row.address,
    created_at: time(row.createdAt),
    last_used_at: time(row.lastUsedAt),
    expires_at: time(row.expiresAt),
    ended_at: endedAt === null ? null : time(endedAt),
    end_reason: hasExpired ? 'expired' : row.endReason,
  };
}
