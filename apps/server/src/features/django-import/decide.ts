import type { AccountRow } from '../accounts/index.ts';
import type { ImportedRow } from './queries.ts';
import type { StagedUser } from './staging-queries.ts';

/** What there is here that a user of the source may meet. */
export interface Met {
  readonly byId: AccountRow | undefined;
  readonly byAddress: AccountRow | undefined;
  /** What the user was like at the last import; undefined: never imported. */
  readonly imported: ImportedRow | undefined;
}

export interface Choices {
  /** Whether superusers become admins. */
  readonly admins: boolean;
  /** Whether the source is known to have proven every address. */
  readonly emailsVerified: boolean;
}

/** What is to be taken over; what is not named stays as it is. */
export interface Change {
  readonly address?: true;
  readonly verified?: true;
  readonly username?: true;
  readonly passwordHash?: true;
  readonly active?: true;
  readonly staff?: true;
}

/** What has changed in both places; the account keeps what it has here. */
export type Kept = 'address' | 'user name' | 'password' | 'whether it is active' | 'whether it is an admin';

export type Decision =
  | { readonly kind: 'new' }
  | { readonly kind: 'known'; readonly change: Change | undefined; readonly kept: readonly Kept[] }
  | { readonly kind: 'left out'; readonly reason: string }
  | { readonly kind: 'collision'; readonly reason: string; readonly detail: string };

export type Digest = (text: string) => string;

/**
 * What becomes of a user: a new account, or what has changed since the last import, where it has not changed here too.
 * A pure function of what is in the source and what is here.
 */
export function decide(user: StagedUser, met: Met, choices: Choices, digest: Digest): Decision {
  const { byId, byAddress, imported } = met;
  if (user.twins.length > 0)
    return collision('an address that several users have', `also ${named(user.twins)}`);
  if (!imported) {
    if (byId) return collision('an id that another account has here', `${byId.email} here`);
    return byAddress ? takenBy(byAddress) : { kind: 'new' };
  }
  if (isSomebodyElse(user, imported))
    return collision(
      'an id that was imported for somebody else: is this another source?',
      'had joined at another time',
    );
  if (!byId) return { kind: 'left out', reason: 'deleted here since the last import' };
  return compare(user, byId, { ...met, imported }, choices, digest);
}

/** Ids alone do not say that two sources are the same one; when somebody joined never changes. */
function isSomebodyElse({ joinedAt }: StagedUser, imported: ImportedRow): boolean {
  return joinedAt !== null && imported.joinedAt !== null && joinedAt !== imported.joinedAt;
}

function compare(
  user: StagedUser,
  account: AccountRow,
  { imported, byAddress }: Met & { imported: ImportedRow },
  { admins, emailsVerified }: Choices,
  digest: Digest,
): Decision {
  const kept: Kept[] = [];
  /** What changed there is taken over where it did not change here. */
  const takes = <T>(what: Kept, there: T, before: T, here: T): boolean => {
    if (there === before || there === here) return false;
    if (here === before) return true;
    kept.push(what);
    return false;
  };
  const takesText = (what: Kept, there: string, before: string, here: string): boolean =>
    takes(what, digest(there), before, digest(here));

  const address = takesText('address', user.email, imported.emailDigest, account.email);
  if (address && byAddress && byAddress.id !== user.id) return takenBy(byAddress);
  const isSameAddress = address || account.email === user.email;
  const isStaff = admins ? user.isSuperuser : imported.isStaff;
  const changes = {
    address,
    verified: emailsVerified && isSameAddress && (address || account.emailVerifiedAt === null),
    username: takesText('user name', user.username, imported.usernameDigest, account.username),
    passwordHash: takesText('password', user.passwordHash, imported.passwordDigest, account.passwordHash),
    active: takes('whether it is active', user.isActive, imported.isActive, account.isActive),
    staff: takes('whether it is an admin', isStaff, imported.isStaff, account.isStaff),
  };
  const taken = Object.entries(changes).filter(([, isTaken]) => isTaken);
  // Of these names, and each of them true.
  const change = Object.fromEntries(taken) as Change;
  return { kind: 'known', change: taken.length > 0 ? change : undefined, kept };
}

function takenBy({ id }: AccountRow): Decision {
  return collision('an address that another account has here', `account ${id} here`);
}

function collision(reason: string, detail: string): Decision {
  return { kind: 'collision', reason, detail };
}

function named(ids: readonly number[]): string {
  return `${ids.length === 1 ? 'user' : 'users'} ${ids.join(', ')}`;
}
