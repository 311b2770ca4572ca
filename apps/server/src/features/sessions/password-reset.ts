import { readDatabaseTime } from '../../db/time.ts';
import type { Trx } from '../../db/database.ts';
import { Problem } from '../../http/problems.ts';
import { actingAs, type Origin } from '../../lib/origin.ts';
import { askForMail, lockAccount, updatePassword, updateVerified } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { claimToken } from '../one-time-tokens/index.ts';
import { endSessionsOf } from './queries.ts';
import type { SessionDeps } from './service.ts';

export type PasswordReset = ReturnType<typeof createPasswordReset>;

/** Sets a new password through a link. */
export function createPasswordReset(
  deps: Pick<SessionDeps, 'database' | 'clock' | 'hasher' | 'limits' | 'outbox' | 'notices'>,
) {
  const { database, clock, hasher, limits, notices } = deps;

  return {
    /**
     * Asks for a link by mail. Nothing tells whether there is such an account.
     *
     * @param email normalised.
     * @throws Problem `too_many_requests`.
     */
    request: (email: string, origin: Origin) => askForMail(deps, 'password reset', email, origin),

    /**
     * Spends the token of a link, sets the password and ends every session of the account.
     *
     * @throws Problem `token_invalid`, `too_many_requests`; QueueFullError. The token can be used again then, if it
     *   ever could.
     */
    async confirm(token: string, newPassword: string, origin: Origin): Promise<void> {
      const lanes = limits.lanes.link(origin.address);
      await limits.duringGuess('token_invalid', { lanes, origin }, async () => {
        const passwordHash = await hasher.hash(newPassword, origin);
        await database.kysely.transaction().execute((trx) => spend(trx, token, passwordHash, origin));
      });
    },
  };

  async function spend(trx: Trx, token: string, passwordHash: string, origin: Origin): Promise<void> {
    const now = await readDatabaseTime(trx, clock);
    const spent = await claimToken(trx, 'password reset', token, now);
    const account = spent && (await lockAccount(trx, spent.accountId));
    // The password was changed, or the account switched off, since the link was made.
    if (account?.isActive !== 1 || account.credentialVersion !== spent?.credentialVersion)
      throw new Problem('token_invalid');
    const accountId = account.id;
    await updatePassword(trx, accountId, passwordHash);
    // The link was mailed: whoever holds it receives mail there. One that an admin handed over proves nothing.
    if (spent.address === account.email && account.emailVerifiedAt === null)
      await updateVerified(trx, accountId, now);
    const ended = await endSessionsOf(trx, accountId, 'password_changed', now);
    const details = { sessions_ended: ended, by: 'link' };
    await recordEvent(trx, actingAs(origin, accountId), now, {
      event: 'password.reset',
      accountId,
      details,
    });
    await notices.passwordChanged(trx, account, origin, now);
  }
}
