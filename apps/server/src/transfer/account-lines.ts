import type { Snapshot, Value } from '../db/snapshot.ts';

/** What is told of an account, and the column that it is in. Whoever moves away gets all that the account consists of. */
const columns = [
  'id',
  'email',
  'email_verified_at',
  'username',
  'password_hash',
  'is_active',
  'is_staff',
  'created_at',
] as const;

/**
 * Every account as a line of JSON, a few hundred lines at a time; docs/operations.md describes them.
 *
 * @param onProgress is told how many accounts are written.
 */
export async function* writeAccountLines(
  snapshot: Snapshot,
  onProgress: (accounts: number) => void,
): AsyncGenerator<string> {
  let accounts = 0;
  for await (const page of snapshot.pages('accounts', columns)) {
    yield page.map((row) => `${JSON.stringify(describe(row))}\n`).join('');
    accounts += page.length;
    onProgress(accounts);
  }
}

function describe(row: readonly Value[]) {
  const [id, email, emailVerifiedAt, username, passwordHash, isActive, isStaff, createdAt] = row;
  return {
    id,
    email,
    email_verified_at: toIso(emailVerifiedAt),
    username,
    ...describeHash(String(passwordHash)),
    is_active: isActive === 1,
    is_staff: isStaff === 1,
    created_at: toIso(createdAt),
  };
}

const hasForm = /^(?:(\$2[abxy]\$)|\$([\w-]+)\$|([a-z0-9_]+)\$)/;

/** A hash that has no form fits no password: its owner sets a new one. */
function describeHash(hash: string) {
  const [, crypt, phc, django] = hasForm.exec(hash) ?? [];
  const algorithm = crypt === undefined ? (phc ?? django) : 'bcrypt';
  if (algorithm === undefined) return { password_hash: null, password_algorithm: null, password_form: null };
  const form = crypt !== undefined ? 'crypt' : phc !== undefined ? 'phc' : 'django';
  return { password_hash: hash, password_algorithm: algorithm, password_form: form };
}

function toIso(time: Value | undefined): string | null {
  return typeof time === 'number' ? new Date(time).toISOString() : null;
}
