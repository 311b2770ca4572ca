import type { Pool } from 'pg';
import type { Clock } from '../../lib/clock.ts';
import { patientFor } from '../../lib/waiting-line.ts';
import { createWorkQueue } from '../../lib/work-queue.ts';
import type { Decide, RowStore } from './row-store.ts';
import { sessionRowColumns, writtenRotations, type RowChange, type SessionRow } from './session-row.ts';

const readSql = `select ${sessionRowColumns}, (extract(epoch from statement_timestamp()) * 1000)::bigint as now
  from sessions where selector = any($1::bigint[])`;

const changesSql = `unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::int[], $6::bigint[], $7::text[],
  $8::text[], $9::bigint[]) as change(selector, from_generation, generation, key_id, previous_key_id, rotated_at,
  earlier_rotations, idempotency_digest, expires_at)`;

const assignments = `generation = change.generation, key_id = change.key_id,
  previous_key_id = change.previous_key_id, rotated_at = change.rotated_at,
  earlier_rotations = change.earlier_rotations, idempotency_digest = change.idempotency_digest,
  expires_at = change.expires_at`;

const sameAsRead = `s.selector = change.selector and s.generation = change.from_generation and s.ended_at is null`;

// Locks in the order of the key, and takes only what is free: two nodes with the same sessions cannot deadlock.
const writeFreeSql = `with change as materialized (select * from ${changesSql}),
  free as materialized (
    select s.selector from sessions s where s.selector in (select selector from change)
    order by s.selector for no key update skip locked)
  update sessions s set ${assignments} from change join free using (selector) where ${sameAsRead}
  returning s.selector`;

const writeOneSql = `update sessions s set ${assignments} from ${changesSql} where ${sameAsRead} returning s.selector`;

/** How many sessions may be waited for at a time: whoever holds their rows must not hold up all the others. */
const waitedFor = 2;
const longestWaitMs = 2_000;

/** Every statement commits by itself, on connections that do not wait for the disk. */
export function createPostgresRowStore(pool: Pool, clock: Clock): RowStore {
  const waiting = createWorkQueue({ places: waitedFor, firstGuessMs: 5 });

  async function change(
    selectors: readonly number[],
    decide: Decide,
    wait: boolean,
  ): Promise<ReadonlySet<number>> {
    const read = await pool.query<SessionRow & { now: number }>({
      name: 'read-sessions',
      text: readSql,
      values: [selectors],
    });
    const rows = new Map(read.rows.map((row) => [row.selector, row]));
    const changes = decide(rows, clock.fromDatabase(read.rows[0]?.now ?? 0));
    if (changes.length === 0) return new Set();
    const written = await pool.query<{ selector: number }>({
      name: wait ? 'rotate-one' : 'rotate-free',
      text: wait ? writeOneSql : writeFreeSql,
      values: columnsOf(changes),
    });
    return new Set(written.rows.map((row) => row.selector));
  }

  return {
    concurrency: 2,
    change: (selectors, decide, wait) =>
      wait
        ? waiting.run(patientFor(longestWaitMs), () => change(selectors, decide, true))
        : change(selectors, decide, false),
  };
}

function columnsOf(changes: readonly RowChange[]): unknown[][] {
  return [
    changes.map((change) => change.selector),
    changes.map((change) => change.fromGeneration),
    changes.map(({ state }) => state.generation),
    changes.map(({ state }) => state.keyId),
    changes.map(({ state }) => state.previousKeyId),
    changes.map(({ state }) => state.rotatedAt),
    changes.map(({ state }) => writtenRotations(state)),
    changes.map(({ state }) => state.idempotencyDigest),
    changes.map(({ state }) => state.expiresAt),
  ];
}
