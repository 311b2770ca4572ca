import type { Trx } from '../../db/database.ts';
import { insertFact, selectFact } from '../installation/index.ts';
import { Problem } from '../../http/problems.ts';
import { lastAdmin } from './errors.ts';
import { parseEmail } from './email.ts';
import * as queries from './queries.ts';
import { firstAdminFact, type AccountDeps, type AccountService } from './service.ts';

export type AccountAdmin = ReturnType<typeof createAccountAdmin>;

/** What an operator does with accounts. */
export function createAccountAdmin({ database, clock }: AccountDeps, accounts: AccountService) {
  const { kysely } = database;

  return {
    /** @throws Problem `invalid_request`, `email_taken`. */
    createAdmin(given: { email: string; password: string }): Promise<{ id: number; email: string }> {
      return accounts.createAccount(given, true);
    },

    /**
     * Makes the first admin, where there has never been one. An existing account is not promoted: whoever registered
     * an address that the operator had in mind must not become the admin.
     *
     * @throws Problem `invalid_request`.
     */
    async createFirstAdmin(given: {
      email: string;
      password: string;
    }): Promise<'made' | 'there has been one' | 'address taken'> {
      const hasBeenOne = async (): Promise<boolean> =>
        (await selectFact(kysely, firstAdminFact)) !== undefined;
      if (await hasBeenOne()) return 'there has been one';
      try {
        await accounts.createAccount(given, true);
        return 'made';
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'email_taken')) throw error;
        // Another node may have made it at the same moment.
        return (await hasBeenOne()) ? 'there has been one' : 'address taken';
      }
    },

    /** @returns false where there is no such account. */
    promote(email: string): Promise<boolean> {
      return kysely.transaction().execute(async (trx) => {
        const account = await findByEmail(trx, email);
        if (!account) return false;
        await queries.updateStaff(trx, account.id, true);
        await insertFact(trx, firstAdminFact, String(clock.now()));
        return true;
      });
    },
  };
}

/** The account of an address as it was typed. */
export function findByEmail(trx: Trx, email: string): Promise<queries.AccountRow | undefined> {
  const address = parseEmail(email);
  return address ? queries.selectAccountByEmail(trx, address.normalized) : Promise.resolve(undefined);
}

/**
 * Keeps the transaction from taking away the last active admin, also while another one does the same.
 *
 * @throws Problem `forbidden`.
 */
export async function requireNotLastAdmin(trx: Trx, accountId: number): Promise<void> {
  const admins = await queries.lockActiveAdmins(trx);
  if (admins.length === 1 && admins[0] === accountId) throw lastAdmin();
}
