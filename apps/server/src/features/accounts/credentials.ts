import type { Trx } from '../../db/database.ts';
import type { Origin } from '../../lib/origin.ts';
import { QueueFullError } from '../../lib/waiting-line.ts';
import { recordEvent } from '../audit/index.ts';
import type { OtherWay } from '../limits/index.ts';
import { parseEmail, type EmailAddress } from './email.ts';
import { emailNotVerified, invalidCredentials } from './errors.ts';
import * as queries from './queries.ts';
import type { AccountDeps } from './deps.ts';

/** An account whose password was right a moment ago. It counts only while the account still has that version. */
export interface VerifiedAccount {
  readonly id: number;
  readonly credentialVersion: number;
}

/**
 * Checks an address and a password. An unknown address and an inactive account take the same work, count towards the
 * same limits and get the same answer as a wrong password.
 *
 * @param otherWay the way in for what an account knows, where others have used up the attempts; it is asked for no
 *   account as well.
 * @throws Problem `invalid_credentials`, `email_not_verified`, `too_many_requests`; QueueFullError.
 */
export async function verifyCredentials(
  deps: AccountDeps,
  given: { email: string; password: string },
  origin: Origin,
  otherWay: (accountId: number | undefined) => Promise<OtherWay>,
): Promise<VerifiedAccount> {
  const { database, hasher, limits } = deps;
  const address = parseEmail(given.email);
  if (!address) throw invalidCredentials();
  const find = (): Promise<queries.AccountRow | undefined> =>
    queries.selectAccountByEmail(database.kysely, address.normalized);
  const attempted = {
    lanes: limits.lanes.login(address.normalized, origin.address),
    origin,
    otherwise: async () => otherWay((await find())?.id),
  };
  // Before anything is read: of a storm of logins only as many cost a query as can be looked at.
  const account = await hasher.keepRoom(origin, () =>
    limits.duringGuess('invalid_credentials', attempted, async () =>
      requirePassword(deps, address, await find(), given.password, origin),
    ),
  );

  await renewHash(deps, account, given.password, origin);
  await requireProvenAddress(deps, account, origin);
  return { id: account.id, credentialVersion: account.credentialVersion };
}

/** Replaces a hash that is weaker than a new one would be; where there is no time for that, at another login. */
async function renewHash(
  { database, hasher }: AccountDeps,
  { id, credentialVersion, passwordHash }: queries.AccountRow,
  password: string,
  origin: Origin,
): Promise<void> {
  if (!hasher.isOutdated(passwordHash)) return;
  try {
    const renewed = await hasher.hash(password, origin);
    await queries.replaceHash(database.kysely, id, credentialVersion, renewed);
  } catch (error) {
    if (!(error instanceof QueueFullError)) throw error;
  }
}

/** Asked after the password alone: nobody else is to learn it. @throws Problem `email_not_verified`. */
async function requireProvenAddress(
  { database, clock, settings }: AccountDeps,
  { id: accountId, emailVerifiedAt }: queries.AccountRow,
  origin: Origin,
): Promise<void> {
  if (emailVerifiedAt !== null || settings.get('EMAIL_VERIFICATION') !== 'required') return;
  const details = { reason: 'address not confirmed' };
  await recordEvent(database.kysely, origin, clock.now(), { event: 'login.failed', accountId, details });
  throw emailNotVerified();
}

/** @throws Problem `invalid_credentials`; QueueFullError. */
async function requirePassword(
  { database, clock, hasher, activity, standIns }: AccountDeps,
  address: EmailAddress,
  account: queries.AccountRow | undefined,
  password: string,
  origin: Origin,
): Promise<queries.AccountRow> {
  const standIn = standIns.of(address.normalized);
  const matches = await hasher.verify(password, account?.passwordHash, origin, standIn);
  if (account?.isActive === 1 && matches) return account;
  const reason = !account ? 'unknown address' : matches ? 'account disabled' : 'wrong password';
  const failure = { event: 'login.failed', accountId: account?.id, details: { reason } } as const;
  activity.count('failed login');
  await recordEvent(database.kysely, origin, clock.now(), failure);
  throw invalidCredentials();
}

/**
 * Locks the account and requires that what was verified still holds: the password may have been changed, or the
 * account disabled, while the check waited in the queue.
 *
 * @throws Problem `invalid_credentials`.
 */
export async function requireStillVerified(trx: Trx, verified: VerifiedAccount): Promise<queries.AccountRow> {
  const account = await queries.lockAccount(trx, verified.id);
  if (account?.isActive !== 1 || account.credentialVersion !== verified.credentialVersion)
    throw invalidCredentials();
  return account;
}
