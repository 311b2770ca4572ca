/** What an attacker sends, time after time, with the answer that is hoped for to tell something. */
export type Attempt = (round: number) => Promise<unknown>;

export interface Comparison {
  /** In how many of all pairs the first took longer than the second; one half where nothing tells them apart. */
  readonly share: number;
  /** The median of how much longer the first took, in milliseconds. */
  readonly medianMs: number;
}

/**
 * Whether time tells two kinds of attempts apart. They are made in pairs, one right after the other and in random order,
 * so that whatever slows the machine down meets both alike. What is looked at is not how long they took but which of a
 * pair took longer (a sign test): a pause of the garbage collector or of a busy neighbour is one pair like any other,
 * while it would move a mean, and make a variance so large that no test of means finds anything. The result is the size
 * of the effect, not a probability: with enough samples any difference is significant, and what matters is whether one
 * can be used.
 *
 * Where nothing tells them apart, each pair is a fair coin whatever the noise: `share` is away from one half by 5
 * standard errors (2.5 / √pairs) in one of two million runs.
 */
export async function tellApart(first: Attempt, second: Attempt, pairs: number): Promise<Comparison> {
  const differences: number[] = [];
  // What is compiled, connected and cached at first is none of the attempts' doing.
  for (let round = -5; round < pairs; round += 1) {
    const isFirstFirst = Math.random() < 0.5;
    const before = await time(isFirstFirst ? first : second, round);
    const after = await time(isFirstFirst ? second : first, round);
    if (round >= 0) differences.push(isFirstFirst ? before - after : after - before);
  }
  const longer = differences.reduce((sum, one) => sum + (one > 0 ? 1 : one === 0 ? 0.5 : 0), 0);
  const sorted = differences.sort((a, b) => a - b);
  return { share: longer / pairs, medianMs: sorted[Math.floor(pairs / 2)] ?? 0 };
}

/** How far from one half `share` may be: where nothing tells them apart it is further in one of two million runs. */
export function tolerance(pairs: number): number {
  return 2.5 / Math.sqrt(pairs);
}

async function time(attempt: Attempt, round: number): Promise<number> {
  const start = performance.now();
  await attempt(Math.abs(round));
  return performance.now() - start;
}
