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
  readonly isStaff: 1 | null;
}

/** The column of each of them. */
const sessionRowFields: Readonly<Record<keyof SessionRow, string>> = {
  selector: 'selector',
  id: 'id',
  accountId: 'account_id',
  createdAt: 'created_at',
  generation: 'generation',
  keyId: 'key_id',
  previousKeyId: 'previous_key_id',
  rotatedAt: 'rotated_at',
  earlierRotations: 'earlier_rotations',
  idempotencyDigest: 'idempotency_digest',
  expiresAt: 'expires_at',
  endedAt: 'ended_at',
  endReason: 'end_reason',
  isStaff: 'is_staff',
};

/** What to select for such a row. */
export const sessionRowColumns = Object.entries(sessionRowFields)
  .map(([field, column]) => `${column} as "${field}"`)
  .join(', ');

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
