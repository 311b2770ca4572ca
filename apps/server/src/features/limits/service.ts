import type { Database } from '../../db/database.ts';
import { readDatabaseTime } from '../../db/time.ts';
import { Problem, type ProblemCode } from '../../http/problems.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Origin } from '../../lib/origin.ts';
import { recordEvent } from '../audit/index.ts';
import type { Settings } from '../settings/index.ts';
import { createEntrance, type Attempt, type Refusal } from './entrance.ts';
import { tooManyRequests } from './errors.ts';
import { createLanes, type Lane, type Lanes } from './lanes.ts';
import * as queries from './queries.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: Settings;
}

/** An attempt that limits may refuse. */
export interface Attempted {
  readonly lanes: readonly Lane[];
  readonly origin: Origin;
  /** Asked where the lanes are full: whether whoever attempts it has lanes of their own. */
  readonly otherwise?: () => Promise<OtherWay>;
}

export interface OtherWay {
  /** The account in question, for the audit trail. */
  readonly accountId: number | undefined;
  /** False: the lanes are looked at all the same, so that the time it takes does not tell. */
  readonly isOpen: boolean;
  readonly lanes: readonly Lane[];
}

/** Limits on attempts. They are in the database, so every node counts the same ones. */
export interface Limits {
  readonly lanes: Lanes;
  /**
   * Does `work` where the attempt has room. `work` says what counts: a success costs no more than one read.
   *
   * @throws Problem `too_many_requests`; QueueFullError; whatever `work` throws.
   */
  during<T>(attempted: Attempted, work: (attempt: Attempt) => Promise<T>): Promise<T>;
  /** The same for a guess: it counts when `work` fails with that problem. */
  duringGuess<T>(code: ProblemCode, attempted: Attempted, work: (attempt: Attempt) => Promise<T>): Promise<T>;
  /** Counts what is refused in any case; past the limit the audit trail is told. */
  note(attempted: Omit<Attempted, 'otherwise'>): Promise<void>;
  /** Deletes a batch of what counts no more. @returns whether that was the last. */
  clearOld(): Promise<{ deleted: number; wasLast: boolean }>;
}

const batchSize = 500;

export function createLimits({ database, clock, settings }: Deps): Limits {
  const { kysely } = database;
  const enter = createEntrance(kysely, clock);

  async function enterAnyWay({ lanes, origin, otherwise }: Attempted): Promise<Attempt> {
    const entered = await enter(lanes, origin);
    if (entered.isLetIn) return entered;
    const other = await otherwise?.();
    const second = other && (await enter(other.lanes, origin));
    if (second?.isLetIn) {
      if (other?.isOpen) return second;
      second.end();
    }
    const isSooner = other?.isOpen && second && !second.isLetIn && soonest(second) < soonest(entered);
    const refusal = isSooner ? second : entered;
    await report(refusal, origin, other?.accountId);
    throw tooManyRequests(refusal.full);
  }

  /** Tells the audit trail once in a window: refused requests are not to fill the disk. */
  async function report({ full, now }: Refusal, origin: Origin, accountId?: number): Promise<void> {
    for (const { lane, reportedAt } of full) {
      const { key, policy, limit, windowMs } = lane;
      if (reportedAt !== null && Math.abs(now - reportedAt) < windowMs) continue;
      await kysely.transaction().execute(async (trx) => {
        if (!(await queries.markReported(trx, key, now, windowMs))) return;
        await recordEvent(trx, origin, now, {
          event: 'limit.reached',
          // An address is refused whatever the account.
          accountId: policy.endsWith('-address') ? undefined : accountId,
          details: { limit: policy, attempts: limit, seconds: windowMs / 1_000 },
        });
      });
    }
  }

  async function during<T>(attempted: Attempted, work: (attempt: Attempt) => Promise<T>): Promise<T> {
    const attempt = await enterAnyWay(attempted);
    try {
      return await work(attempt);
    } finally {
      attempt.end();
    }
  }

  return {
    lanes: createLanes(settings),
    during,

    duringGuess: (code, attempted, work) =>
      during(attempted, async (attempt) => {
        try {
          return await work(attempt);
        } catch (error) {
          if (error instanceof Problem && error.code === code) await attempt.count();
          throw error;
        }
      }),

    async note({ lanes, origin }) {
      const entered = await enter(lanes, origin);
      if (!entered.isLetIn) return report(entered, origin);
      try {
        await entered.count();
      } finally {
        entered.end();
      }
    },

    async clearOld() {
      const now = await readDatabaseTime(kysely, clock);
      const reportedBefore = now - settings.get('ATTEMPT_WINDOW') * 1_000;
      const deleted = await queries.deleteSpent(kysely, { now, reportedBefore }, batchSize);
      return { deleted, wasLast: deleted < batchSize };
    },
  };
}

function soonest({ full }: Refusal): number {
  return Math.max(...full.map(({ waitMs }) => waitMs));
}
