import type { Trx } from '../../db/database.ts';
import { Problem } from '../../http/problems.ts';
import type { Origin } from '../../lib/origin.ts';
import {
  lockAccount,
  requireNotLastAdmin,
  updateActive,
  updatePassword,
  updateStaff,
  updateVerified,
} from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { firstAdminFact, insertFact } from '../installation/index.ts';
import { voidTokens } from '../one-time-tokens/index.ts';
import { endSessionsAfterImport, endSessionsOf, updateStaffSessions } from '../sessions/index.ts';
import { decide, type Change, type Choices, type Digest, type Met } from './decide.ts';
import * as queries from './queries.ts';
import type { StagedUser } from './staging-queries.ts';

interface Circumstances extends Choices {
  readonly digest: Digest;
  readonly origin: Origin;
  readonly now: number;
}

/** @throws the driver's unique violation where an id or an address is taken. */
export async function createAccounts(
  trx: Trx,
  users: readonly StagedUser[],
  { admins, emailsVerified, digest, origin, now }: Circumstances,
): Promise<void> {
  if (users.length === 0) return;
  const isStaff = ({ isSuperuser }: StagedUser): 0 | 1 => (admins ? isSuperuser : 0);
  const accounts = users.map((user) => ({
    ...user,
    isStaff: isStaff(user),
    createdAt: user.joinedAt ?? now,
    emailVerifiedAt: emailsVerified ? now : null,
  }));
  const imported = users.map((user) => ({
    ...digestsOf(user, digest),
    isActive: user.isActive,
    isStaff: isStaff(user),
    joinedAt: user.joinedAt,
  }));
  await queries.insertAccounts(trx, accounts, imported);
  for (const { id } of accounts.filter((account) => account.isStaff === 1)) {
    const details = { is_staff: true, imported: true };
    await recordEvent(trx, origin, now, { event: 'account.created', accountId: id, details });
    // From now on none is made unattended.
    await insertFact(trx, firstAdminFact, String(now));
  }
}

/**
 * Takes over what has changed in the source. It decides once more about the account, which nobody else can change from
 * then on: its owner may just be signing in.
 *
 * @returns `last admin` where nothing else was to be changed than that the last one is one.
 * @throws the driver's unique violation where the address is taken.
 */
export async function applyChange(
  trx: Trx,
  user: StagedUser,
  met: Met,
  circumstances: Circumstances,
): Promise<'changed' | 'unchanged' | 'last admin'> {
  const { digest, origin, now } = circumstances;
  const { id } = user;
  const byId = await lockAccount(trx, id);
  const decision = decide(user, { ...met, byId }, circumstances, digest);
  if (decision.kind !== 'known' || !decision.change || !met.imported) return 'unchanged';
  const change = await sparingLastAdmin(trx, user, decision.change);
  if (Object.keys(change).length === 0) return 'last admin';

  if (change.address) {
    await queries.updateAddress(trx, user);
    await voidTokens(trx, 'password reset', id);
    await voidTokens(trx, 'address proof', id);
  }
  if (change.verified) await updateVerified(trx, id, now);
  if (change.username) await queries.updateUsername(trx, id, user.username);
  if (change.passwordHash) {
    await updatePassword(trx, id, user.passwordHash);
    await endSessionsAfterImport(trx, id, now);
  }
  if (change.staff) {
    await updateStaff(trx, id, user.isSuperuser === 1);
    await updateStaffSessions(trx, id, user.isSuperuser === 1, now);
    if (user.isSuperuser === 1) await insertFact(trx, firstAdminFact, String(now));
  }
  await recordChange(trx, user, change, circumstances);
  if (change.active) await changeActive(trx, user, origin, now);

  const { kept } = decision;
  const next = digestsOf(user, digest);
  const { imported } = met;
  await queries.updateImported(trx, {
    id,
    // What was kept here stays as it was there, so that it is told of again.
    emailDigest: kept.includes('address') ? imported.emailDigest : next.emailDigest,
    usernameDigest: kept.includes('user name') ? imported.usernameDigest : next.usernameDigest,
    passwordDigest: kept.includes('password') ? imported.passwordDigest : next.passwordDigest,
    isActive: change.active ? user.isActive : imported.isActive,
    isStaff: change.staff ? user.isSuperuser : imported.isStaff,
  });
  return 'changed';
}

function digestsOf({ id, email, username, passwordHash }: StagedUser, digest: Digest) {
  return {
    id,
    emailDigest: digest(email),
    usernameDigest: digest(username),
    passwordDigest: digest(passwordHash),
  };
}

/** Without its last admin nobody could operate the installation any more. */
async function sparingLastAdmin(trx: Trx, user: StagedUser, change: Change): Promise<Change> {
  const endsAdmin = (change.active && user.isActive === 0) || (change.staff && user.isSuperuser === 0);
  if (!endsAdmin) return change;
  try {
    await requireNotLastAdmin(trx, user.id);
    return change;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { address, verified, username, passwordHash } = change;
    return Object.fromEntries(
      Object.entries({ address, verified, username, passwordHash }).filter(([, isTaken]) => isTaken),
    );
  }
}

async function recordChange(
  trx: Trx,
  { id, isSuperuser }: StagedUser,
  change: Change,
  { origin, now }: Circumstances,
): Promise<void> {
  const fields = [
    ...(change.address ? ['email'] : []),
    ...(change.username ? ['username'] : []),
    ...(change.passwordHash ? ['password'] : []),
  ];
  if (fields.length === 0 && !change.staff) return;
  const details = { fields, imported: true, ...(change.staff && { is_staff: isSuperuser === 1 }) };
  await recordEvent(trx, origin, now, { event: 'account.changed', accountId: id, details });
}

async function changeActive(
  trx: Trx,
  { id, isActive }: StagedUser,
  origin: Origin,
  now: number,
): Promise<void> {
  await updateActive(trx, id, isActive === 1);
  if (isActive === 1)
    return recordEvent(trx, origin, now, {
      event: 'account.enabled',
      accountId: id,
      details: { imported: true },
    });
  const ended = await endSessionsOf(trx, id, 'account_disabled', now);
  const details = { imported: true, sessions_ended: ended };
  await recordEvent(trx, origin, now, { event: 'account.disabled', accountId: id, details });
}
