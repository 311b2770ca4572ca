import { readDatabaseTime } from '../../db/time.ts';
import { Problem } from '../../http/problems.ts';
import type { Origin } from '../../lib/origin.ts';
import { lockAccount, updatePassword } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { claimToken } from '../one-time-tokens/index.ts';
import { endSessions } from './queries.ts';
import type { SessionDeps } from './service.ts';

export type PasswordReset = ReturnType<typeof createPasswordReset>;

/** Sets a new password through a link. */
export function createPasswordReset({
  database,
  clock,
  hasher,
  limits,
}: Pick<SessionDeps, 'database' | 'clock' | 'hasher' | 'limits'>) {
  return {
    /**
     * Spends the token of a link, sets the password and ends every session of the account.
     *
     * @throws Problem `token_invalid`, `too_many_requests`; QueueFullError. The token can be used again then, if it
     *   ever could.
     */
    async confirm(token: string, newPassword: string, origin: Origin): Promise<void> {
      const lanes = limits.lanes.link(origin.address);
      await limits.duringGuess('token_invalid', { lanes, origin }, () => spend(token, newPassword, origin));
    },
  };

  async function spend(token: string, newPassword: string, origin: Origin): Promise<void> {
    const passwordHash = await hasher.hash(newPassword, origin);
    await database.kysely.transaction().execute(async (trx) => {
      const now = await readDatabaseTime(trx, clock);
      const holder = await claimToken(trx, 'password reset', token, now);
      const account = holder && (await lockAccount(trx, holder.accountId));
      // The password was changed, or the account switched off, since the link was made.
      if (account?.isActive !== 1 || account.credentialVersion !== holder?.credentialVersion)
        throw new Problem('token_invalid');
      const accountId = account.id;
      await updatePassword(trx, accountId, passwordHash);
      const ended = await endSessions(
        trx,
        (session) => session.where('account_id', '=', accountId),
        'password_changed',
        now,
      );
      const details = { sessions_ended: ended, by: 'link' };
      await recordEvent(trx, { ...origin, actorId: accountId }, now, {
        event: 'password.reset',
        accountId,
        details,
      });
    });
  }
}
