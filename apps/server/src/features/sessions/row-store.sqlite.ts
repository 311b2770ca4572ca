import type { SqliteFile } from '../../db/sqlite/statements.ts';
import type { Clock } from '../../lib/clock.ts';
import type { RowStore } from './row-store.ts';
import { sessionRowFields, writtenRotations, type RowChange, type SessionRow } from './session-row.ts';

const pairs = Object.entries(sessionRowFields).map(([field, column]) => `'${field}', ${column}`);
const readSql = `select json_group_array(json_object(${pairs.join(', ')})) as rows
  from sessions where selector in (select value from json_each(?))`;

const assigned = [
  'generation',
  'key_id',
  'previous_key_id',
  'rotated_at',
  'earlier_rotations',
  'idempotency_digest',
  'expires_at',
];
const writeSql = `update sessions set ${assigned.map((name, i) => `${name} = change.value ->> ${i + 2}`).join(', ')}
  from json_each(?) as change
  where selector = change.value ->> 0 and generation = change.value ->> 1 and ended_at is null`;

/**
 * One transaction for the whole batch: one wait for the disk, however many sessions. And one statement for all rows: to
 * call one costs the driver more than SQLite needs for ten.
 */
export function createSqliteRowStore(file: SqliteFile, clock: Clock): RowStore {
  return {
    concurrency: 1,
    change: (selectors, decide) =>
      file.write((prepare) => {
        // One row with one column, as the statement says.
        const read = prepare(readSql).get(JSON.stringify(selectors)) as { rows: string };
        const found = JSON.parse(read.rows) as SessionRow[];
        const changes = decide(new Map(found.map((row) => [row.selector, row])), clock.now());
        if (changes.length === 0) return new Set();
        const { changes: written } = prepare(writeSql).run(JSON.stringify(changes.map(toValues)));
        // Nobody else writes in this transaction: the rows are as they were read a moment ago.
        if (written !== changes.length) throw new Error('a session changed while it was locked');
        return new Set(changes.map(({ selector }) => selector));
      }),
  };
}

function toValues({ selector, fromGeneration, state }: RowChange): unknown[] {
  return [
    ...[selector, fromGeneration],
    ...[state.generation, state.keyId, state.previousKeyId, state.rotatedAt, writtenRotations(state)],
    ...[state.idempotencyDigest, state.expiresAt],
  ];
}
