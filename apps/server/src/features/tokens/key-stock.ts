import type { AuditEvent } from '../audit/index.ts';
import type { JwtAlgorithm } from './algorithms.ts';
import { keyConflict, keyIsGiven, keyNotFound } from './errors.ts';
import type { StoredSigningKey } from './queries.ts';
import { inOrderOfSigning, stateOf, supersededAt, type KeyState } from './schedule.ts';

/** A key as an operator sees it. Times are RFC 3339. */
export interface DescribedKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly state: KeyState;
  readonly created_at: string;
  readonly signs_from: string | null;
  /** Of a superseded key: when the last token that it can have signed is over. It goes by itself then. */
  readonly verifies_until: string | null;
  /** Whether it is the JWT_SIGNING_KEY of the servers. */
  readonly from_environment: boolean;
}

/** The stored keys at one moment: what every decision about them is made from. Times are in milliseconds. */
export interface Stock {
  readonly now: number;
  readonly rows: readonly StoredSigningKey[];
  readonly tokenLifeMs: number;
}

/** The key as an operator sees it. */
export function describe(row: StoredSigningKey, stock: Stock): DescribedKey {
  const until = verifiesUntil(row, stock);
  return {
    kid: row.kid,
    algorithm: row.algorithm,
    state: stateOf(row, stock.rows, stock.now),
    created_at: toIso(row.createdAt),
    signs_from: row.signsFrom === null ? null : toIso(row.signsFrom),
    verifies_until: until === undefined ? null : toIso(until),
    from_environment: row.isGiven === 1,
  };
}

function verifiesUntil(row: StoredSigningKey, stock: Stock): number | undefined {
  const replacedAt = supersededAt(row, stock.rows, stock.now);
  return replacedAt === undefined ? undefined : replacedAt + stock.tokenLifeMs;
}

/** Those whose last token is over. */
export function overdue(stock: Stock): StoredSigningKey[] {
  return stock.rows.filter((row) => (verifiesUntil(row, stock) ?? Infinity) <= stock.now);
}

/** @throws Problem `conflict` on a database that no server was started on. */
export function signingOf({ rows, now }: Stock): StoredSigningKey {
  const signing = inOrderOfSigning(rows, now)[0];
  if (!signing) throw keyConflict('There is no signing key yet: the first start of a server makes it.');
  return signing;
}

/** @throws Problem `not_found`. */
export function find({ rows }: Stock, kid: string): StoredSigningKey {
  const row = rows.find((key) => key.kid === kid);
  if (!row) throw keyNotFound();
  return row;
}

/** @throws Problem `conflict` where the servers were given their key, or sign with another algorithm than was looked at. */
export function requireOwn(stock: Stock, algorithm?: JwtAlgorithm): void {
  if (stock.rows.some(({ isGiven }) => isGiven)) throw keyIsGiven();
  if (algorithm !== undefined && signingOf(stock).algorithm !== algorithm) {
    throw keyConflict('The algorithm was changed in this very moment. Look at the keys and decide anew.');
  }
}

/**
 * @param but the key that is about to be told to sign, if it is there already.
 * @throws Problem `conflict`: of two that rotate at the same time one finds the other's key here.
 */
export function requireNoneWaiting(stock: Stock, but?: StoredSigningKey): void {
  const { rows, now } = stock;
  const { algorithm } = signingOf(stock);
  const others = rows.filter((row) => row !== but);
  const waiting = others.find((row) => stateOf(row, rows, now) === 'waiting');
  if (waiting) {
    throw keyConflict(
      `The key ${waiting.kid} is about to sign, from ${toIso(waiting.signsFrom ?? now)} on. To hurry it, activate it.`,
    );
  }
  // One of another algorithm is left over from before JWT_ALGORITHM was changed.
  const added = others.find((row) => row.algorithm === algorithm && stateOf(row, rows, now) === 'added');
  if (added && !but) {
    throw keyConflict(
      `The key ${added.kid} was added before and does not sign yet. Activate it, or retire it first.`,
    );
  }
}

/** The event of the audit trail. */
export function tell(event: AuditEvent['event'], row: StoredSigningKey): AuditEvent {
  const signsFrom = row.signsFrom === null ? null : toIso(row.signsFrom);
  return { event, details: { kid: row.kid, algorithm: row.algorithm, signs_from: signsFrom } };
}

function toIso(time: number): string {
  return new Date(time).toISOString();
}
