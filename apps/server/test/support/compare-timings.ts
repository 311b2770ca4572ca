/**
 * Whether two kinds of work take the same time, by the ranks of their durations (Mann and Whitney): a few slow outliers of a
 * busy machine count no more than any other.
 *
 * @returns how many standard deviations the sum of ranks is away from that of equals. Beyond 4.5 it is chance once in
 *   150,000 times.
 */
export function rankDistance(some: readonly number[], others: readonly number[]): number {
  const all = [...some.map((time) => ({ time, own: true })), ...others.map((time) => ({ time, own: false }))];
  all.sort((a, b) => a.time - b.time);
  const ranks = all.reduce((sum, { own }, i) => sum + (own ? i + 1 : 0), 0);
  const [n, m] = [some.length, others.length];
  const expected = (n * (n + m + 1)) / 2;
  return Math.abs(ranks - expected) / Math.sqrt((n * m * (n + m + 1)) / 12);
}

/** Does both kinds of work in turn, in random order each time. @returns their durations in milliseconds. */
export async function timeInTurn(
  times: number,
  one: (turn: number) => Promise<unknown>,
  other: (turn: number) => Promise<unknown>,
): Promise<[number[], number[]]> {
  const durations: [number[], number[]] = [[], []];
  for (let turn = 0; turn < times; turn += 1) {
    const order = Math.random() < 0.5 ? ([0, 1] as const) : ([1, 0] as const);
    for (const which of order) {
      const begun = performance.now();
      await (which === 0 ? one : other)(turn);
      durations[which].push(performance.now() - begun);
    }
  }
  return durations;
}
