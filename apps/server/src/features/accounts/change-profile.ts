import type { Trx } from '../../db/database.ts';
import { voidTokens } from '../one-time-tokens/index.ts';
import type { EmailAddress } from './email.ts';
import { updateProfile, type AccountRow } from './queries.ts';

/**
 * Writes what differs from the account as it is. A new address voids the links that were made for the old one.
 *
 * @param account locked by the transaction.
 * @returns the fields that have changed.
 * @throws the driver's unique violation where the address is taken.
 */
export async function changeProfile(
  trx: Trx,
  account: AccountRow,
  given: { address: EmailAddress | undefined; username: string | undefined },
): Promise<('email' | 'username')[]> {
  const address = given.address?.email === account.email ? undefined : given.address;
  const username = given.username === account.username ? undefined : given.username;
  if (address === undefined && username === undefined) return [];
  await updateProfile(trx, account.id, { address, username });
  if (address) await voidTokens(trx, 'password reset', account.id);
  return [
    ...(address ? (['email'] as const) : []),
    ...(username === undefined ? [] : (['username'] as const)),
  ];
}
