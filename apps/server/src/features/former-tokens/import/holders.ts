import type { Db } from '../../../db/database.ts';
import type { ForeignDatabase } from '../../../db/foreign.ts';
import { parseEmail } from '../../accounts/index.ts';
import { digestOfPasswordClaim, passwordClaimOf } from '../digests.ts';
import { selectAccounts, upsertHolders, type KnownAccount } from './import-queries.ts';
import { ReportCounter, type ImportReport, type LeftOut } from './report.ts';
import { selectUsers, type SourceUser, type UserTable } from './source-queries.ts';

/** What every part of an import goes by. */
export interface Importing {
  readonly db: Db;
  readonly source: ForeignDatabase;
  readonly users: UserTable;
  /** When the import began, by the database's clock, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Nothing is written. */
  readonly isDryRun: boolean;
  /** Told how many rows were looked at so far. */
  readonly onProgress: (read: number) => void;
}

export const pageSize = 500;

/** Notes which accounts came from the former system and may go on with its tokens. */
export async function importHolders(importing: Importing): Promise<ImportReport> {
  const { db, source, users, startedAt, isDryRun, onProgress } = importing;
  const counter = new ReportCounter();
  for (let after = 0; ;) {
    const page = await selectUsers(source, users, { after, limit: pageSize });
    const last = page.at(-1);
    if (!last) return counter.report();
    const accounts = await accountsOf(db, page);
    const holders = [];
    for (const user of page) {
      const account = accounts.get(user.id);
      const why = whyNot(user, account);
      counter.count(why);
      if (account === undefined || why !== undefined) continue;
      const { credentialVersion } = account;
      holders.push({ accountId: user.id, credentialVersion, passwordCheck: passwordCheckOf(user) });
    }
    if (!isDryRun) await upsertHolders(db, holders, startedAt);
    onProgress(counter.read);
    after = last.id;
  }
}

/** Why users of the former system cannot go on with their tokens; undefined: they can. */
export async function judgeUsers(
  { db, source, users }: Importing,
  ids: readonly number[],
): Promise<(id: number | null) => LeftOut | undefined> {
  const found = ids.length === 0 ? [] : await selectUsers(source, users, { ids });
  const accounts = await accountsOf(db, found);
  const reasons = new Map(found.map((user) => [user.id, whyNot(user, accounts.get(user.id))]));
  return (id) => (id !== null && reasons.has(id) ? reasons.get(id) : 'unknown');
}

async function accountsOf(db: Db, users: readonly SourceUser[]): Promise<Map<number, KnownAccount>> {
  if (users.length === 0) return new Map();
  const accounts = await selectAccounts(
    db,
    users.map(({ id }) => id),
  );
  return new Map(accounts.map((account) => [account.id, account]));
}

/** The same id alone could be somebody else's, who has registered here. */
function whyNot(user: SourceUser, account: KnownAccount | undefined): LeftOut | undefined {
  const email = parseEmail(user.email ?? '')?.normalized;
  if (!account || account.emailNormalized !== email) return 'unknown';
  if (user.isStaff || account.isStaff === 1) return 'staff';
  if (!user.isActive || account.isActive !== 1) return 'disabled';
  const isChanged = account.importedVersion !== null && account.importedVersion !== account.credentialVersion;
  return account.endedAt !== null || isChanged ? 'ended' : undefined;
}

function passwordCheckOf({ password }: SourceUser): string | null {
  return password === null ? null : digestOfPasswordClaim(passwordClaimOf(password));
}
