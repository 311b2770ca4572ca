import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BucketIndex } from '../src/timeline/bucket-index.ts';
import { offsets } from './support/arbitraries.ts';
import { offsetsOf } from './support/games.ts';

/** How many offsets are in the bucket of the moment, as far as the index knows. */
function countIn(index: BucketIndex, moment: number): number {
  const bucket = index.bucketOf(moment);
  return index.countBefore(bucket + 1) - index.countBefore(bucket);
}

describe('the bucket of a moment', () => {
  test('is never earlier than that of an earlier moment', () => {
    const moment = fc.double({ noNaN: true });
    fc.assert(
      fc.property(offsets, moment, moment, (list, one, other) => {
        const index = new BucketIndex(list);
        const [earlier, later] = one < other ? [one, other] : [other, one];
        expect(index.bucketOf(earlier)).toBeLessThanOrEqual(index.bucketOf(later));
      }),
    );
  });

  test('is one of 256 between two offsets', () => {
    const index = new BucketIndex([1000, 1256]);
    const moments = offsetsOf(256, (bucket) => 1000.5 + bucket);
    expect(moments.map((moment) => index.bucketOf(moment))).toEqual(offsetsOf(256, (bucket) => bucket));
  });

  test('is the last one from the last offset on', () => {
    const index = new BucketIndex([1000, 1256]);
    expect([1256, 1257, Infinity].map((moment) => index.bucketOf(moment))).toEqual([255, 255, 255]);
  });

  test('holds one offset at most where many are spread evenly', () => {
    const list = offsetsOf(1000, (position) => 5_000 + position * 7);
    const index = new BucketIndex(list);
    expect(list.map((offset) => countIn(index, offset))).toEqual(offsetsOf(1000, () => 1));
  });
});

describe('the count before a bucket', () => {
  test('is that of the offsets in earlier buckets', () => {
    fc.assert(
      fc.property(offsets, fc.double({ noNaN: true }), (list, moment) => {
        const index = new BucketIndex(list);
        const bucket = index.bucketOf(moment);
        const before = list.filter((offset) => index.bucketOf(offset) < bucket).length;
        const upTo = list.filter((offset) => index.bucketOf(offset) <= bucket).length;
        expect([index.countBefore(bucket), index.countBefore(bucket + 1)]).toEqual([before, upTo]);
      }),
      { numRuns: 500 },
    );
  });

  test('after the last one grows with the offsets', () => {
    const index = new BucketIndex([10, 20]);
    index.extendTo(7);
    expect(countIn(index, 30)).toBe(6);
  });
});

test.each([
  ['no offsets', []],
  ['offsets that are all the same', [7, 7]],
  ['offsets whose distance is too large for a number', [-Number.MAX_VALUE, Number.MAX_VALUE]],
  ['infinite offsets', [-Infinity, 0, Infinity]],
])('%s share a single bucket', (_, list) => {
  const index = new BucketIndex(list);
  index.extendTo(9);
  expect([-Infinity, 0, 7, 8, Infinity].map((moment) => countIn(index, moment))).toEqual([9, 9, 9, 9, 9]);
});
