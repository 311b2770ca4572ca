import type { Trx } from '../../db/database.ts';
import type { Origin } from '../../lib/origin.ts';
import type { Outbox } from '../mail/index.ts';
import { makeToken, voidTokens } from '../one-time-tokens/index.ts';
import type { Settings } from '../settings/index.ts';
import type { EmailAddress } from './email.ts';
import { updateProfile, type AccountRow } from './queries.ts';

interface Deps {
  readonly outbox: Outbox;
  readonly settings: Settings;
}

interface Given {
  readonly address: EmailAddress | undefined;
  readonly username: string | undefined;
}

interface Circumstances {
  readonly origin: Origin;
  readonly now: number;
  /** Whether the new address is known to be the account's: its owner has proven it, or an operator vouches for it. */
  readonly isProven: boolean;
}

const undoLifetimeMs = 7 * 24 * 3_600_000;

/**
 * Writes what differs from the account as it is. A new address voids the links that were made for the old one, and the
 * old one is told, with a way back.
 *
 * @param account locked by the transaction.
 * @returns the fields that have changed.
 * @throws the driver's unique violation where the address is taken.
 */
export async function changeProfile(
  deps: Deps,
  trx: Trx,
  account: AccountRow,
  given: Given,
  { origin, now, isProven }: Circumstances,
): Promise<('email' | 'username')[]> {
  const address = given.address?.email === account.email ? undefined : given.address;
  const username = given.username === account.username ? undefined : given.username;
  if (address === undefined && username === undefined) return [];
  const verifiedAt = isProven ? now : null;
  await updateProfile(trx, account.id, { address: address && { ...address, verifiedAt }, username });
  if (address) {
    await voidLinks(trx, account.id);
    await tellOldAddress(deps, trx, account, origin, now);
  }
  return [
    ...(address ? (['email'] as const) : []),
    ...(username === undefined ? [] : (['username'] as const)),
  ];
}

/** What was sent to an address, or about one, is good for nothing once the account has another. */
async function voidLinks(trx: Trx, accountId: number): Promise<void> {
  await voidTokens(trx, 'password reset', accountId);
  await voidTokens(trx, 'address proof', accountId);
}

/**
 * The way back outlives what a thief of the account can do next: it stays good however often the password and the
 * address change.
 */
async function tellOldAddress(
  { outbox, settings }: Deps,
  trx: Trx,
  { id, email, credentialVersion }: AccountRow,
  origin: Origin,
  now: number,
): Promise<void> {
  if (!settings.get('NOTICE_ADDRESS_CHANGED')) return;
  const expiresAt = now + undoLifetimeMs;
  const holder = { accountId: id, credentialVersion, address: email };
  const token = await makeToken(trx, 'address undo', holder, { now, expiresAt });
  await outbox.write(trx, {
    template: 'address changed',
    to: { id, email },
    now,
    token,
    linkExpiresAt: expiresAt,
    happening: { at: now, from: origin.address },
  });
}

/** Gives an account back an address that it had. Nobody is told: what it has now may be a thief's. */
export async function restoreAddress(
  trx: Trx,
  accountId: number,
  address: EmailAddress,
  now: number,
): Promise<void> {
  await updateProfile(trx, accountId, { address: { ...address, verifiedAt: now } });
  await voidLinks(trx, accountId);
}
