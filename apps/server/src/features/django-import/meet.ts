import type { Db } from '../../db/database.ts';
import type { Met } from './decide.ts';
import * as queries from './queries.ts';
import type { StagedUser } from './staging-queries.ts';

/** @returns a function that tells what each user of the page meets. */
export async function readMet(db: Db, page: readonly StagedUser[]): Promise<(user: StagedUser) => Met> {
  const ids = page.map(({ id }) => id);
  const met = await queries.selectMet(
    db,
    ids,
    page.map(({ normalized }) => normalized),
  );
  const imported = new Map((await queries.selectImported(db, ids)).map((row) => [row.id, row]));
  const byId = new Map(met.byId.map((account) => [account.id, account]));
  const byAddress = new Map(met.byAddress.map((account) => [account.normalized, account]));
  return ({ id, normalized }) => ({
    byId: byId.get(id),
    byAddress: byAddress.get(normalized),
    imported: imported.get(id),
  });
}
