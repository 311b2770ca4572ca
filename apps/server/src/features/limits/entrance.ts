import type { Db } from '../../db/database.ts';
import { toTime } from '../../db/time.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Waiter } from '../../lib/waiting-line.ts';
import type { FullLane } from './errors.ts';
import { createGates, type Gate } from './gates.ts';
import { horizon, intervalMs, waitMs } from './gcra.ts';
import type { Lane } from './lanes.ts';
import * as queries from './queries.ts';

/** An attempt that was let in. */
export interface Attempt {
  readonly isLetIn: true;
  /**
   * Counts it in all its lanes, in one statement.
   *
   * @param db the transaction of what the attempt has done, if it is to count only together with that.
   */
  readonly count: (db?: Db) => Promise<void>;
  /** Has to be called once, whatever came of it. */
  readonly end: () => void;
}

export interface Refusal {
  readonly isLetIn: false;
  readonly now: number;
  /** In the order of their keys. */
  readonly full: readonly (FullLane & { readonly reportedAt: number | null })[];
}

type Visit = Lane & { readonly gate: Gate };

/** Where attempts come in: one read for all their lanes. */
export function createEntrance(
  kysely: Db,
  clock: Clock,
): (lanes: readonly Lane[], waiter: Waiter) => Promise<Attempt | Refusal> {
  const gates = createGates();

  return async (lanes, waiter) => {
    const visits: Visit[] = [...lanes]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map((lane) => ({ ...lane, gate: gates(lane.key) }));
    let isLetIn = false;
    // The gate whose turn this attempt has, and may have to pass on.
    let turn: Gate | undefined;
    try {
      for (;;) {
        const { now, full, crowded } = await look(visits);
        if (full.length > 0) return { isLetIn: false, now, full };
        if (!crowded) {
          for (const { gate } of visits) gate.letIn();
          isLetIn = true;
          turn = undefined;
          return attempt(visits, now);
        }
        if (turn !== crowded) turn?.passOn();
        turn = undefined;
        await crowded.turn(waiter);
        turn = crowded;
      }
    } finally {
      turn?.passOn();
      if (!isLetIn) for (const { gate } of visits) gate.leave();
    }
  };

  /** What is full, and what has only no room as long as others are under way. */
  async function look(
    visits: readonly Visit[],
  ): Promise<{ now: number; full: Refusal['full']; crowded: Gate | undefined }> {
    if (visits.length === 0) return { now: 0, full: [], crowded: undefined };
    const read = await queries.selectAttempts(
      kysely,
      visits.map(({ key }) => key),
    );
    const now = toTime(read.now, clock);
    const rows = new Map(read.rows.map((row) => [row.key, row]));
    const waits = visits.map((lane) => {
      const { gate, key } = lane;
      const row = rows.get(key);
      const arrivesAt = Math.max(row?.arrivesAt ?? 0, gate.arrivesAt);
      const wait = (underWay: number): number => waitMs(lane, arrivesAt, now, underWay);
      return {
        lane,
        gate,
        reportedAt: row?.reportedAt ?? null,
        waitMs: wait(0),
        isCrowded: wait(gate.underWay) > 0,
      };
    });
    return {
      now,
      full: waits.filter((one) => one.waitMs > 0),
      crowded: waits.find((one) => one.isCrowded)?.gate,
    };
  }

  function attempt(visits: readonly Visit[], now: number): Attempt {
    return {
      isLetIn: true,
      async count(db = kysely) {
        const [any] = visits;
        if (!any) return;
        const bounds = { now, upTo: now + any.windowMs, horizon: horizon(any, now) };
        const counted = await queries.countAttempts(
          db,
          visits.map((lane) => ({ key: lane.key, fromNow: now + intervalMs(lane) })),
          bounds,
        );
        for (const { key, arrivesAt } of counted)
          visits.find((visit) => visit.key === key)?.gate.counted(arrivesAt);
      },
      end() {
        for (const { gate } of visits) {
          gate.letOut();
          gate.leave();
        }
      },
    };
  }
}
