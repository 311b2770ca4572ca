import type { SqliteFile } from '../../db/sqlite/statements.ts';
import type { Clock } from '../../lib/clock.ts';
import type { RowStore } from './row-store.ts';
import { sessionRowColumns, writtenRotations, type SessionRow } from './session-row.ts';

const readSql = `select ${sessionRowColumns} from sessions where selector = ?`;
const writeSql = `update sessions set generation = ?, key_id = ?, previous_key_id = ?, rotated_at = ?,
  earlier_rotations = ?, idempotency_digest = ?, expires_at = ?
  where selector = ? and generation = ? and ended_at is null`;

/** One transaction for the whole batch: one wait for the disk, however many sessions. */
export function createSqliteRowStore(file: SqliteFile, clock: Clock): RowStore {
  return {
    concurrency: 1,
    change: (selectors, decide) =>
      file.write((prepare) => {
        const read = prepare(readSql);
        const rows = new Map<number, SessionRow>();
        for (const selector of selectors) {
          // The columns are those of SessionRow.
          const row = read.get(selector) as SessionRow | undefined;
          if (row) rows.set(selector, row);
        }
        const write = prepare(writeSql);
        const written = new Set<number>();
        for (const { selector, fromGeneration, state } of decide(rows, clock.now())) {
          const { changes } = write.run(
            state.generation,
            state.keyId,
            state.previousKeyId,
            state.rotatedAt,
            writtenRotations(state),
            state.idempotencyDigest,
            state.expiresAt,
            selector,
            fromGeneration,
          );
          if (changes === 1) written.add(selector);
        }
        return written;
      }),
  };
}
