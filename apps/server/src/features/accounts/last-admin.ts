import type { Trx } from '../../db/database.ts';
import { lastAdmin } from './errors.ts';
import * as queries from './queries.ts';

/**
 * Keeps the transaction from taking away the last active admin, also while another one does the same.
 *
 * @throws Problem `forbidden`.
 */
export async function requireNotLastAdmin(trx: Trx, accountId: number): Promise<void> {
  const admins = await queries.lockActiveAdmins(trx);
  if (admins.length === 1 && admins[0] === accountId) throw lastAdmin();
}
