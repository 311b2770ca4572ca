import { isTransient } from '../../db/errors.ts';
import { createBatcher, type Batch } from '../../lib/batching.ts';
import type { Origin } from '../../lib/origin.ts';
import type { KeyRing } from '../installation/index.ts';
import { cannotRefreshNow, refreshTokenReused } from './errors.ts';
import { planSession, type Granted, type Plan, type RefreshRequest } from './plan.ts';
import type { Rules } from './protocol.ts';
import type { RowStore } from './row-store.ts';

interface Deps {
  readonly store: RowStore;
  readonly keyRing: KeyRing;
  /** The rules as the settings have them now. */
  rules(): Rules;
  /** Ends a session because a superseded token of it was used again; settles when that is safely on the disk. */
  endForReuse(selector: number, origin: Origin): Promise<void>;
}

type Entries = Batch<RefreshRequest, Granted>;

const maximumAttempts = 5;
const maximumBatch = 256;
/** What a slow machine still refreshes in a second or two. */
const maximumWaiting = 4_000;

/**
 * Refreshing, many sessions at a time. Every request of a batch is decided upon the same read; a session that was
 * changed by somebody else in between is read and decided again, alone.
 */
export function createRefresher(deps: Deps): (request: RefreshRequest) => Promise<Granted> {
  const { store } = deps;

  return createBatcher<RefreshRequest, Granted>({
    name: 'refreshes',
    key: (request) => request.token.selector,
    maximumSize: maximumBatch,
    maximumWaiting,
    concurrency: store.concurrency,
    run: (batch) => refreshTogether(groupBySession(batch)),
  });

  async function refreshTogether(sessions: ReadonlyMap<number, Entries>): Promise<void> {
    let plans: Plan[] = [];
    let written: ReadonlySet<number> = new Set();
    try {
      written = await change(sessions, (made) => (plans = made), false);
    } catch (error) {
      if (!isTransient(error)) throw error;
      plans = [...sessions].map(([selector, entries]) => ({
        selector,
        change: undefined,
        settled: [],
        again: entries,
      }));
    }
    const unsettled = plans.filter((plan) => !isDone(plan, written));
    for (const plan of plans) if (isDone(plan, written)) settle(plan);
    await Promise.all(
      unsettled.map((plan) => refreshAlone(plan, sessions.get(plan.selector) ?? [], written)),
    );
  }

  /** What is left of one session: after its end for reuse, or after somebody else changed its row. */
  async function refreshAlone(first: Plan, all: Entries, firstWritten: ReadonlySet<number>): Promise<void> {
    let plan = first;
    let left: Entries = all;
    try {
      if (isWritten(first, firstWritten)) {
        await finish(first);
        left = first.again;
      }
      for (let attempt = 1; left.length > 0; attempt += 1) {
        if (attempt > maximumAttempts) throw cannotRefreshNow('the session is changing all the time');
        const sessions = new Map([[plan.selector, left]]);
        const written = await retrying(() => change(sessions, ([made]) => (plan = made ?? plan), true));
        if (!isWritten(plan, written)) continue;
        await finish(plan);
        left = plan.again;
      }
    } catch (error) {
      for (const entry of left) entry.reject(error);
    }
  }

  async function finish(plan: Plan): Promise<void> {
    settle(plan);
    if (plan.reusedBy === undefined) return;
    await deps.endForReuse(plan.selector, plan.reusedBy.input.origin);
    plan.reusedBy.reject(refreshTokenReused());
  }

  function change(
    sessions: ReadonlyMap<number, Entries>,
    keep: (plans: Plan[]) => void,
    wait: boolean,
  ): Promise<ReadonlySet<number>> {
    const rules = deps.rules();
    return store.change(
      [...sessions.keys()],
      (rows, now) => {
        const plans = [...sessions].map(([selector, entries]) =>
          planSession(selector, rows.get(selector), entries, { keyRing: deps.keyRing, rules, now }),
        );
        keep(plans);
        return plans.flatMap((plan) => plan.change ?? []);
      },
      wait,
    );
  }
}

function groupBySession(batch: Entries): Map<number, Entries> {
  const sessions = new Map<number, Entries[number][]>();
  for (const entry of batch) {
    const { selector } = entry.input.token;
    const entries = sessions.get(selector);
    if (entries) entries.push(entry);
    else sessions.set(selector, [entry]);
  }
  return sessions;
}

function isWritten(plan: Plan, written: ReadonlySet<number>): boolean {
  return plan.change === undefined || written.has(plan.selector);
}

function isDone(plan: Plan, written: ReadonlySet<number>): boolean {
  return isWritten(plan, written) && plan.again.length === 0 && plan.reusedBy === undefined;
}

function settle(plan: Plan): void {
  for (const give of plan.settled) give();
}

/** A deadlock or a serialization failure says nothing but: once more. */
async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || attempt === maximumAttempts) throw error;
    }
  }
}
