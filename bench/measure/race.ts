import { median } from './statistics.ts';
import type { Plan } from './stage.ts';

/** Something whose speed is measured beside others. */
export interface Contender {
  readonly name: string;
  /** @returns the figure of one measurement, mostly how many a second. */
  run(seconds: number): Promise<number>;
}

/** A contender that this machine cannot have, and why. */
export interface Absent {
  readonly name: string;
  readonly absent: string;
}

export function isAbsent(one: object): one is Absent {
  return 'absent' in one;
}

export type Results = ReadonlyMap<string, readonly number[]>;

/**
 * Lets the contenders take turns, in an order that changes. What else the machine does meets all of them, and the ratios
 * of one round are fair.
 */
export async function race(
  contenders: readonly Contender[],
  plan: Plan,
  say: (text: string) => void,
): Promise<Results> {
  const results = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  if (plan.warmUpSeconds > 0) for (const contender of contenders) await contender.run(plan.warmUpSeconds);
  for (let round = 0; round < plan.rounds; round += 1) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) results.get(contender.name)?.push(await contender.run(plan.seconds));
  }
  for (const [name, values] of results)
    say(`  ${name}: ${median(values).toLocaleString('en', { maximumSignificantDigits: 4 })}`);
  return results;
}

/** The ratio of two contenders in each round. */
export function ratios(results: Results, one: string, other: string): number[] {
  const others = results.get(other) ?? [];
  return (results.get(one) ?? []).map((value, round) => value / (others[round] ?? NaN));
}
