import type { Trx } from '../../db/database.ts';
import type { Origin } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import { parseEmail } from './email.ts';
import { invalidCredentials } from './errors.ts';
import * as queries from './queries.ts';
import type { AccountDeps } from './service.ts';

/** An account whose password was right a moment ago. It counts only while the account still has that version. */
export interface VerifiedAccount {
  readonly id: number;
  readonly credentialVersion: number;
}

/**
 * Checks an address and a password. An unknown address and an inactive account take the same work and get the same
 * answer as a wrong password.
 *
 * @throws Problem `invalid_credentials`; QueueFullError.
 */
export async function verifyCredentials(
  { database, clock, hasher, activity }: AccountDeps,
  given: { email: string; password: string },
  origin: Origin,
): Promise<VerifiedAccount> {
  const address = parseEmail(given.email);
  if (!address) throw invalidCredentials();
  const account = await queries.selectAccountByEmail(database.kysely, address.normalized);
  const matches = await hasher.verify(given.password, account?.passwordHash);
  if (!account || !matches || account.isActive !== 1) {
    const reason = !account ? 'unknown address' : matches ? 'account disabled' : 'wrong password';
    const failure = { event: 'login.failed', accountId: account?.id, details: { reason } } as const;
    activity.count('failed login');
    await recordEvent(database.kysely, origin, clock.now(), failure);
    throw invalidCredentials();
  }

  if (hasher.isOutdated(account.passwordHash)) {
    const passwordHash = await hasher.hash(given.password);
    await queries.replaceHash(database.kysely, account.id, account.credentialVersion, passwordHash);
  }
  return { id: account.id, credentialVersion: account.credentialVersion };
}

/**
 * Locks the account and requires that what was verified still holds: the password may have been changed, or the
 * account disabled, while the check waited in the queue.
 *
 * @throws Problem `invalid_credentials`.
 */
export async function requireStillVerified(trx: Trx, verified: VerifiedAccount): Promise<void> {
  const account = await queries.lockAccount(trx, verified.id);
  if (account?.isActive !== 1 || account.credentialVersion !== verified.credentialVersion)
    throw invalidCredentials();
}
