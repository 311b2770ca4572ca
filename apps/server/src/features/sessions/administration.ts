import { readDatabaseTime } from '../../db/time.ts';
import {
  findByEmail,
  lockAccount,
  requireNotLastAdmin,
  updateActive,
  updatePassword,
} from '../accounts/index.ts';
import type { AccountService } from '../accounts/index.ts';
import { fieldProblem } from '../../http/problems.ts';
import type { EndReason } from './protocol.ts';
import * as queries from './queries.ts';
import { countLiveWithKeys, selectLiveAfter } from './upkeep-queries.ts';
import type { SessionDeps } from './service.ts';

type Deps = Pick<SessionDeps, 'database' | 'clock' | 'hasher'> & { readonly accounts: AccountService };

const chunkSize = 1_000;

export type SessionAdministration = ReturnType<typeof createSessionAdministration>;

/** What an operator does that ends sessions. */
export function createSessionAdministration({ database, clock, hasher, accounts }: Deps) {
  const { kysely } = database;
  const databaseTime = (): Promise<number> => readDatabaseTime(kysely, clock);

  /** Ends the sessions that `which` picks, a chunk at a time, so that nobody waits for a lock for long. */
  async function endAll(
    which: Parameters<typeof selectLiveAfter>[2],
    reason: EndReason,
    onProgress: (ended: number) => void = () => {},
  ): Promise<number> {
    let ended = 0;
    for (let after = -1; ;) {
      const chunk = await selectLiveAfter(kysely, after, which, chunkSize);
      const last = chunk.at(-1);
      if (last === undefined) return ended;
      const now = await databaseTime();
      ended += await kysely
        .transaction()
        .execute((trx) =>
          queries.endSessions(trx, (session) => session.where('selector', 'in', chunk), reason, now),
        );
      onProgress(ended);
      after = last;
    }
  }

  return {
    endEverySession: (onProgress?: (ended: number) => void) =>
      endAll((session) => session, 'admin', onProgress),

    /** @param time in milliseconds since the epoch: sessions that were begun before. */
    endSessionsBegunBefore: (time: number, onProgress?: (ended: number) => void) =>
      endAll((session) => session.where('created_at', '<', time), 'admin', onProgress),

    /** @returns undefined where there is no such account. */
    endSessionsOf(email: string): Promise<number | undefined> {
      return kysely.transaction().execute(async (trx) => {
        const account = await findByEmail(trx, email);
        if (!account) return undefined;
        // The lock keeps a login that is on its way from slipping in behind.
        await lockAccount(trx, account.id);
        return queries.endSessions(trx, of(account.id), 'admin', await databaseTime());
      });
    },

    /**
     * Sets a password and ends all sessions of the account.
     *
     * @returns undefined where there is no such account; else how many sessions were ended.
     * @throws Problem `invalid_request` naming `password`.
     */
    async resetPassword(email: string, password: string): Promise<number | undefined> {
      const fault = await accounts.newPassword(password);
      if (fault !== undefined) throw fieldProblem('password', fault);
      const passwordHash = await hasher.hash(password);
      return kysely.transaction().execute(async (trx) => {
        const account = await findByEmail(trx, email);
        if (!account) return undefined;
        await lockAccount(trx, account.id);
        await updatePassword(trx, account.id, passwordHash);
        return queries.endSessions(trx, of(account.id), 'password_changed', await databaseTime());
      });
    },

    /**
     * Switches an account off, which ends its sessions, or on again.
     *
     * @returns false where there is no such account.
     * @throws Problem `forbidden` for the last active admin.
     */
    setActive(email: string, isActive: boolean): Promise<boolean> {
      return kysely.transaction().execute(async (trx) => {
        const account = await findByEmail(trx, email);
        if (!account) return false;
        if (!isActive) await requireNotLastAdmin(trx, account.id);
        await lockAccount(trx, account.id);
        await updateActive(trx, account.id, isActive);
        if (!isActive)
          await queries.endSessions(trx, of(account.id), 'account_disabled', await databaseTime());
        return true;
      });
    },

    /** Ends the sessions whose tokens were derived from keys that are no longer held. */
    endSessionsOfKeys: (keyIds: readonly number[], onProgress?: (ended: number) => void) =>
      endAll(
        (session) =>
          session.where((row) => row.or([row('key_id', 'in', keyIds), row('previous_key_id', 'in', keyIds)])),
        'key_retired',
        onProgress,
      ),

    countSessionsOfKeys: async (keyIds: readonly number[]): Promise<number> =>
      keyIds.length === 0 ? 0 : countLiveWithKeys(kysely, keyIds, await databaseTime()),
  };
}

function of(accountId: number): Parameters<typeof queries.endSessions>[1] {
  return (session) => session.where('account_id', '=', accountId);
}
