import type { SqliteFile, Statement } from '../../db/sqlite/statements.ts';
import type { Clock } from '../../lib/clock.ts';
import type { EndReason } from './protocol.ts';
import type { RowStore } from './row-store.ts';
import { writtenRotations, type RowChange, type SessionRow } from './session-row.ts';

const readSql = `select json_group_array(json_array(
    selector, id, account_id, created_at, generation, key_id, previous_key_id, rotated_at, earlier_rotations,
    idempotency_digest, expires_at, ended_at, end_reason, is_staff)) as rows
  from sessions where selector in (select value from json_each(?))`;

/** @param common what stands for the values of `commonOf`. Each row has its own ones, those of `ownOf`. */
const writeSql = (common: (index: number) => string): string => `update sessions set
    generation = generation + ${common(0)}, key_id = ${common(1)}, previous_key_id = ${common(2)},
    rotated_at = ${common(3)}, expires_at = ${common(4)},
    earlier_rotations = change.value ->> 1, idempotency_digest = change.value ->> 2
  from json_each(?1) as change where selector = change.value ->> 0`;

const writeAlikeSql = writeSql((index) => `?${index + 2}`);
const writeOthersSql = writeSql((index) => `change.value ->> ${index + 3}`);

/**
 * One transaction for the whole batch: one wait for the disk, however many sessions. And one statement for all rows that
 * are alike: to call one costs the driver more than SQLite needs for ten, and to take a value out of JSON costs as much
 * as to write it.
 */
export function createSqliteRowStore(file: SqliteFile, clock: Clock): RowStore {
  return {
    concurrency: 1,
    change: (selectors, decide) =>
      file.write((prepare) => {
        const rows = read(prepare(readSql), selectors);
        const changes = decide(rows, clock.now());
        const [first] = changes;
        if (!first) return new Set();
        const common = commonOf(first);
        const isAlike = (change: RowChange): boolean =>
          commonOf(change).every((value, i) => value === common[i]);
        const alike = changes.filter(isAlike).map(ownOf);
        let { changes: written } = prepare(writeAlikeSql).run(JSON.stringify(alike), ...common);
        if (alike.length < changes.length) {
          const others = changes.filter((change) => !isAlike(change));
          const values = others.map((change) => [...ownOf(change), ...commonOf(change)]);
          written += prepare(writeOthersSql).run(JSON.stringify(values)).changes;
        }
        // Nobody else writes in this transaction: the rows are as they were read a moment ago.
        if (written !== changes.length) throw new Error('a session changed while it was locked');
        return new Set(changes.map(({ selector }) => selector));
      }),
  };
}

function read(statement: Statement, selectors: readonly number[]): Map<number, SessionRow> {
  // One row with one column, as the statement says.
  const { rows } = statement.get(JSON.stringify(selectors)) as { rows: string };
  return new Map((JSON.parse(rows) as ReadRow[]).map((row) => [row[0], toRow(row)]));
}

/** The columns in the order of the statement: arrays are written and read in half the time of objects with names. */
type ReadRow = readonly [
  selector: number,
  id: string,
  accountId: number,
  createdAt: number,
  generation: number,
  keyId: number,
  previousKeyId: number,
  rotatedAt: number,
  earlierRotations: string | null,
  idempotencyDigest: string | null,
  expiresAt: number,
  endedAt: number | null,
  endReason: EndReason | null,
  isStaff: 1 | null,
];

function toRow(row: ReadRow): SessionRow {
  return {
    selector: row[0],
    id: row[1],
    accountId: row[2],
    createdAt: row[3],
    generation: row[4],
    keyId: row[5],
    previousKeyId: row[6],
    rotatedAt: row[7],
    earlierRotations: row[8],
    idempotencyDigest: row[9],
    expiresAt: row[10],
    endedAt: row[11],
    endReason: row[12],
    isStaff: row[13],
  };
}

/** What most sessions that are refreshed together get alike. */
function commonOf({ fromGeneration, state }: RowChange): readonly number[] {
  return [
    state.generation - fromGeneration,
    state.keyId,
    state.previousKeyId,
    state.rotatedAt,
    state.expiresAt,
  ];
}

function ownOf({ selector, state }: RowChange): readonly (string | number | null)[] {
  return [selector, writtenRotations(state), state.idempotencyDigest];
}
