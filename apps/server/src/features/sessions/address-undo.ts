import { randomBytes } from 'node:crypto';
import { isUniqueViolation } from '../../db/errors.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Trx } from '../../db/database.ts';
import { Problem } from '../../http/problems.ts';
import { actingAs, type Origin } from '../../lib/origin.ts';
import { emailTaken, lockAccount, parseEmail, restoreAddress, updatePassword } from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { claimToken, makeToken, voidLaterTokens } from '../one-time-tokens/index.ts';
import { endSessionsOf } from './queries.ts';
import type { SessionDeps } from './service.ts';

const resetLifetimeMs = 3_600_000;

export type AddressUndo = ReturnType<typeof createAddressUndo>;

/** The way back after somebody else has changed the address of an account: «this was not me». */
export function createAddressUndo({
  database,
  clock,
  hasher,
  limits,
}: Pick<SessionDeps, 'database' | 'clock' | 'hasher' | 'limits'>) {
  return {
    /**
     * Gives the account back its former address, ends its sessions and makes its password useless: whoever changed the
     * address may know it.
     *
     * @returns the token with which a new password can be set, for an hour.
     * @throws Problem `token_invalid`, `too_many_requests`; `email_taken` where another account has the address now.
     */
    async undo(token: string, origin: Origin): Promise<string> {
      const lanes = limits.lanes.link(origin.address);
      try {
        return await limits.duringGuess('token_invalid', { lanes, origin }, async () => {
          const nobodysHash = await hasher.hash(randomBytes(32).toString('base64url'), origin);
          return database.kysely.transaction().execute((trx) => spend(trx, token, nobodysHash, origin));
        });
      } catch (error) {
        throw isUniqueViolation(error) ? emailTaken() : error;
      }
    },
  };

  async function spend(trx: Trx, token: string, nobodysHash: string, origin: Origin): Promise<string> {
    const now = await readDatabaseTime(trx, clock);
    const spent = await claimToken(trx, 'address undo', token, now);
    const account = spent && (await lockAccount(trx, spent.accountId));
    const address = parseEmail(spent?.address ?? '');
    if (account?.isActive !== 1 || !spent || !address) throw new Problem('token_invalid');
    const { id: accountId } = account;
    await restoreAddress(trx, accountId, address, now);
    // Whoever has changed the address once more holds a way back of their own, to one of theirs. The ways back to what
    // was before stay: a thief must not be able to use a later one to make them useless.
    await voidLaterTokens(trx, 'address undo', accountId, spent.expiresAt);
    await updatePassword(trx, accountId, nobodysHash);
    const ended = await endSessionsOf(trx, accountId, 'password_changed', now);
    await recordEvent(trx, actingAs(origin, accountId), now, {
      event: 'email.change_undone',
      accountId,
      details: { sessions_ended: ended },
    });
    const holder = { accountId, credentialVersion: account.credentialVersion + 1, address: address.email };
    return makeToken(trx, 'password reset', holder, { now, expiresAt: now + resetLifetimeMs });
  }
}
