const FEWEST_BUCKETS = 256;
const BUCKETS_PER_OFFSET = 4;

/**
 * Says where in a list of offsets to search. The time between the first and the last offset is cut into buckets of
 * equal length, and for each is known how many offsets come before it. With many more buckets than offsets there is
 * mostly nothing left to search, and no branch for the processor to predict wrongly; where the offsets crowd in a few
 * buckets, bisection is left.
 *
 * Rounding does no harm: a later moment never falls into an earlier bucket, and nothing else is relied on. Moments
 * before the first offset fall into the first bucket, moments from the last offset on into the last one.
 */
export class BucketIndex {
  readonly #first: number;
  readonly #bucketsPerTime: number;
  readonly #lastBucket: number;
  readonly #countBefore: Int32Array;

  /** @param offsets in order. */
  constructor(offsets: readonly number[]) {
    const first = offsets[0] ?? 0;
    const last = offsets.at(-1) ?? 0;
    const buckets = Math.max(offsets.length * BUCKETS_PER_OFFSET, FEWEST_BUCKETS);
    const bucketsPerTime = buckets / (last - first);
    // Offsets that are all the same, or farther apart than numbers go, share a single bucket.
    const several = bucketsPerTime > 0 && bucketsPerTime < Infinity;
    this.#first = several ? first : 0;
    this.#bucketsPerTime = several ? bucketsPerTime : 0;
    this.#lastBucket = several ? buckets - 1 : 0;
    this.#countBefore = new Int32Array(this.#lastBucket + 2).fill(offsets.length);
    let bucket = 0;
    for (const [position, offset] of offsets.entries()) {
      const next = this.bucketOf(offset) + 1;
      if (next > bucket) this.#countBefore.fill(position, bucket, next);
      bucket = next;
    }
  }

  bucketOf(offset: number): number {
    return Math.min(Math.max((offset - this.#first) * this.#bucketsPerTime, 0), this.#lastBucket) | 0;
  }

  /** How many offsets fall into the buckets before the given one; it may be the one after the last. */
  countBefore(bucket: number): number {
    return this.#countBefore[bucket] as number; // there is one for each
  }

  /** Makes it `count` offsets. Those that are new must not be before the others, so they fall into the last bucket. */
  extendTo(count: number): void {
    this.#countBefore[this.#lastBucket + 1] = count;
  }
}
