const stepsPerMs = 100;
const longestMs = 20_000;

/** Counts times in steps of ten microseconds: millions of them in one array that does not grow. */
export class Histogram {
  count = 0;
  readonly #steps = new Uint32Array(longestMs * stepsPerMs + 1);

  add(ms: number): void {
    const step = Math.min(Math.floor(ms * stepsPerMs), longestMs * stepsPerMs);
    this.#steps[step] = (this.#steps[step] ?? 0) + 1;
    this.count += 1;
  }

  /** @param share from 0 to 1. @returns milliseconds. */
  percentile(share: number): number {
    let left = this.count * share;
    const step = this.#steps.findIndex((count) => (left -= count) <= 0);
    return step / stepsPerMs;
  }
}
