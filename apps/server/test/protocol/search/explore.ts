import { stepsFrom } from './actions.ts';
import type { Setting } from './present.ts';
import { brokenPromise, type BrokenPromise } from './promises.ts';
import { beginWorld, describeWorld, type Events, type World } from './world.ts';

export interface Exploration {
  /** How many different worlds were reached in which the session is alive. */
  readonly states: number;
  readonly steps: number;
  /** How many steps the farthest world is away from the beginning. */
  readonly depth: number;
  /** How often each decision was made, by whom. */
  readonly decisions: Readonly<Record<string, number>>;
  /** The first promise that was found broken, and a shortest way there. */
  readonly broken: { readonly promise: BrokenPromise; readonly way: readonly string[] } | undefined;
}

interface Visit {
  readonly world: World;
  readonly from: Visit | undefined;
  readonly by: string;
  readonly depth: number;
}

/** Goes through every world that can be reached, breadth first, until a promise is broken or nothing new is left. */
export function explore(setting: Setting, events: Events): Exploration {
  const begin = beginWorld(events);
  const seen = new Set([describeWorld(begin)]);
  const queue: Visit[] = [{ world: begin, from: undefined, by: 'login', depth: 0 }];
  const decisions: Record<string, number> = {};
  let steps = 0;
  let depth = 0;
  for (const visit of queue) {
    depth = visit.depth;
    for (const step of stepsFrom(visit.world, setting)) {
      steps += 1;
      if (step.presentation) {
        const decision = `${step.presentation.by}: ${step.presentation.decision.kind}`;
        decisions[decision] = (decisions[decision] ?? 0) + 1;
      }
      const promise = brokenPromise(visit.world, step, setting);
      if (promise !== undefined) {
        const broken = { promise, way: [...wayTo(visit), step.name] };
        return { states: seen.size, steps, depth, decisions, broken };
      }
      // Nothing leads out of an ended session: that is one of the promises.
      if (step.after.row.endedAt !== null) continue;
      const text = describeWorld(step.after);
      if (seen.has(text)) continue;
      seen.add(text);
      queue.push({ world: step.after, from: visit, by: step.name, depth: visit.depth + 1 });
    }
  }
  return { states: seen.size, steps, depth, decisions, broken: undefined };
}

function wayTo(visit: Visit): string[] {
  return visit.from === undefined ? [] : [...wayTo(visit.from), visit.by];
}
