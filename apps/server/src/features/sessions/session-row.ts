import type { EndReason, Rotation, SessionState } from './protocol.ts';

/** The columns that a refresh reads, under the names of the code. */
export interface SessionRow {
  readonly selector: number;
  readonly id: string;
  readonly accountId: number;
  readonly createdAt: number;
  readonly generation: number;
  readonly keyId: number;
  readonly previousKeyId: number;
  readonly rotatedAt: number;
  readonly earlierRotations: string | null;
  readonly idempotencyDigest: string | null;
  readonly expiresAt: number;
  readonly endedAt: number | null;
  readonly endReason: EndReason | null;
}

export const sessionRowColumns = `selector, id, account_id as "accountId", created_at as "createdAt", generation,
  key_id as "keyId", previous_key_id as "previousKeyId", rotated_at as "rotatedAt",
  earlier_rotations as "earlierRotations", idempotency_digest as "idempotencyDigest", expires_at as "expiresAt",
  ended_at as "endedAt", end_reason as "endReason"`;

export function toState(row: SessionRow): SessionState {
  const { earlierRotations } = row;
  return {
    ...row,
    // Written by writtenRotations below.
    earlierRotations: earlierRotations === null ? [] : (JSON.parse(earlierRotations) as Rotation[]),
  };
}

/** Almost always null: a session that is refreshed twice within the grace is rare. */
export function writtenRotations({ earlierRotations }: SessionState): string | null {
  return earlierRotations.length === 0 ? null : JSON.stringify(earlierRotations);
}

/** A row that has changed, to be written where its generation is still the one that was read. */
export interface RowChange {
  readonly selector: number;
  readonly fromGeneration: number;
  readonly state: SessionState;
}
