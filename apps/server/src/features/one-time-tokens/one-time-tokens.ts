import { createHash, randomBytes } from 'node:crypto';
import type { Db } from '../../db/database.ts';
import { Problem } from '../../http/problems.ts';
import * as queries from './queries.ts';

/** What a link can be good for. */
export type Purpose = 'first admin' | 'password reset';

/** The account that a token was made for, as it was then; without one the token is the installation's. */
export interface Holder {
  readonly accountId: number;
  readonly credentialVersion: number;
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
): Promise<Holder | undefined> {
  const taken = await queries.takeToken(db, digest(token), purpose, now);
  if (!taken) throw new Problem('token_invalid');
  const { accountId, credentialVersion } = taken;
  return accountId === null || credentialVersion === null ? undefined : { accountId, credentialVersion };
}

/** Makes the tokens of an account, or of the installation, unusable. */
export function voidTokens(db: Db, purpose: Purpose, accountId: number | null): Promise<void> {
  return queries.deleteTokens(db, purpose, accountId);
}

/** The token is long and random: a plain hash is enough to keep it from whoever reads the database. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
