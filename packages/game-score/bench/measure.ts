import type { Random } from '../src/index.ts';
import type { Contender } from './contenders.ts';

export interface Plan {
  rounds: number;
  /** Look-ups of each contender in a round. */
  lookUps: number;
  /** Look-ups of a slow contender in a round. */
  slowLookUps: number;
}

export interface Result {
  name: string;
  /** The median over the rounds. */
  nanoseconds: number;
  /** How many times as fast as the first contender, in the same round; the median over the rounds. */
  ratio: number;
}

const WARM_UP_ROUNDS = 10;

/**
 * Lets the contenders take turns in many short rounds, in an order that changes, on the same random moments:
 * what else the machine does then meets all of them, and the ratios of a round are fair.
 */
export function measure(contenders: Contender[], end: number, plan: Plan, random: Random): Result[] {
  const times = contenders.map((): number[] => []);
  for (let round = -WARM_UP_ROUNDS; round < plan.rounds; round++) {
    const moments = Array.from({ length: plan.lookUps * 2 }, () => Math.floor(random() * (end + 1)));
    const sums = new Map<number, number>();
    for (const [index, contender] of shuffled([...contenders.entries()], random)) {
      const lookUps = contender.slow === true ? plan.slowLookUps : plan.lookUps;
      // First not timed: the contender before has left other things in the caches, a linear scan above all.
      time(contender, moments.slice(lookUps, lookUps * 2));
      const { nanoseconds, sum } = time(contender, moments.slice(0, lookUps));
      if (round >= 0) times[index]?.push(nanoseconds / lookUps);
      if ((sums.get(lookUps) ?? sum) !== sum) throw new Error(`${contender.name} finds other scores`);
      sums.set(lookUps, sum);
    }
  }
  return contenders.map(({ name }, index) => {
    const own = times[index] ?? [];
    const ratios = own.map((nanoseconds, round) => (times[0]?.[round] ?? NaN) / nanoseconds);
    return { name, nanoseconds: median(own), ratio: median(ratios) };
  });
}

function time({ run }: Contender, moments: readonly number[]): { nanoseconds: number; sum: number } {
  const start = process.hrtime.bigint();
  const sum = run(moments);
  return { nanoseconds: Number(process.hrtime.bigint() - start), sum };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function shuffled<Item>(items: Item[], random: Random): Item[] {
  const draws = new Map(items.map((item) => [item, random()]));
  return items.toSorted((a, b) => (draws.get(a) ?? 0) - (draws.get(b) ?? 0));
}
