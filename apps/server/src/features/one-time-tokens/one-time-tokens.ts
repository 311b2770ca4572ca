import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '../../db/database.ts';
import { Problem } from '../../http/problems.ts';
import * as queries from './queries.ts';

/** What a link can be good for. */
export type Purpose = 'first admin' | 'password reset' | 'address proof' | 'address undo';

/** The account that a token was made for, as it was then; without one the token is the installation's. */
export interface Holder {
  readonly accountId: number;
  readonly credentialVersion: number;
  /** The e-mail address that the token is about. */
  readonly address?: string | null;
}

/** What a token that was spent was good for. */
export interface Spent extends Holder {
  readonly address: string | null;
  /** In milliseconds since the epoch. */
  readonly expiresAt: number;
}

const tokenBytes = 24;

/**
 * Makes a token that works once: 192 random bits, of which the database keeps a hash.
 *
 * @param expiresAt in milliseconds since the epoch.
 */
export async function makeToken(
  db: Db,
  purpose: Purpose,
  holder: Holder | undefined,
  { now, expiresAt }: { now: number; expiresAt: number },
): Promise<string> {
  const token = randomBytes(tokenBytes).toString('base64url');
  await queries.deleteExpired(db, now);
  await queries.insertToken(db, {
    digest: digest(token),
    purpose,
    account_id: holder?.accountId ?? null,
    credential_version: holder?.credentialVersion ?? null,
    expires_at: expiresAt,
    address: holder?.address ?? null,
  });
  return token;
}

/**
 * Spends a token.
 *
 * @param db the transaction of what the token allows: where that fails, the token can be used again.
 * @throws Problem `token_invalid` where it is unknown, expired or used.
 */
export async function claimToken(
  db: Db,
  purpose: Purpose,
  token: string,
  now: number,
): Promise<Spent | undefined> {
  const taken = await queries.takeToken(db, digest(token), purpose, now);
  if (!taken) throw new Problem('token_invalid');
  const { accountId, credentialVersion, ...rest } = taken;
  return accountId === null || credentialVersion === null
    ? undefined
    : { accountId, credentialVersion, ...rest };
}

/** Makes the tokens of an account, or of the installation, unusable. */
export function voidTokens(db: Db, purpose: Purpose, accountId: number | null): Promise<void> {
  return queries.deleteTokens(db, purpose, accountId);
}

/** The same for those that were made later than one with this end and the same lifetime. */
export function voidLaterTokens(
  db: Db,
  purpose: Purpose,
  accountId: number,
  expiresAt: number,
): Promise<void> {
  return queries.deleteTokens(db, purpose, accountId, expiresAt);
}

/** The token is long and random: a plain hash is enough to keep it from whoever reads the database. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
