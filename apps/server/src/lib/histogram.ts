/** What a histogram has counted so far. */
export interface HistogramReading {
  /** For each bound, in order, how many values were at most that; grows with the bounds. */
  readonly atMost: readonly (readonly [bound: number, count: number])[];
  readonly sum: number;
  readonly count: number;
}

export interface Histogram {
  note(value: number): void;
  read(): HistogramReading;
}

/** From what a refresh takes to what the last resort lets anything take, in seconds. */
export const latencyBounds: readonly number[] = [
  0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/**
 * Counts values by size, in plain numbers: noting one is a few comparisons and two additions, since it is done for every
 * request. All else is done when somebody reads.
 *
 * @param bounds in rising order; what is above the last is counted as well.
 *
 * @example
 * const waits = createHistogram(latencyBounds);
 * waits.note(0.003);
 * waits.read().count; // 1
 */
export function createHistogram(bounds: readonly number[]): Histogram {
  const counts = new Float64Array(bounds.length + 1);
  let sum = 0;
  return {
    note(value) {
      let i = 0;
      while (i < bounds.length && value > (bounds[i] ?? 0)) i += 1;
      counts[i] = (counts[i] ?? 0) + 1;
      sum += value;
    },
    read() {
      let count = 0;
      const atMost = bounds.map((bound, i) => [bound, (count += counts[i] ?? 0)] as const);
      return { atMost, sum, count: count + (counts[bounds.length] ?? 0) };
    },
  };
}
