import fc from 'fast-check';
import { offsetsOf } from './games.ts';

const anyOffset = fc.double({ noNaN: true });
const smallOffset = fc.integer({ min: -20, max: 20 });

/** Offsets in order, of every kind: close with many duplicates, anywhere among the doubles, in regular shapes. */
export const offsets: fc.Arbitrary<number[]> = fc.oneof(
  fc.array(smallOffset, { maxLength: 60 }).map(inOrder),
  fc.array(anyOffset, { maxLength: 60 }).map(inOrder),
  fc.array(fc.oneof(anyOffset, smallOffset), { maxLength: 60 }).map(inOrder),
  fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 600 }).map(sums),
  fc
    .array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 3 }) }, fc.maxSafeNat()), {
      maxLength: 600,
    })
    .map(sums),
  fc.integer({ min: 1, max: 1000 }).map((count) => offsetsOf(count, (index) => 2 ** (index - 500))),
  fc.integer({ min: 1, max: 1000 }).map((count) => offsetsOf(count, (index) => -(2 ** (500 - index)))),
);

/** Offsets as above, and a moment that is one of them, beside one, or anywhere. */
export const offsetsAndMoment: fc.Arbitrary<{ offsets: number[]; moment: number }> = offsets.chain((list) =>
  fc.record({
    offsets: fc.constant(list),
    moment: list.length === 0 ? anyOffset : fc.oneof(near(list), near(list), anyOffset),
  }),
);

function near(list: number[]): fc.Arbitrary<number> {
  return fc
    .tuple(fc.constantFrom(...list), fc.constantFrom(-1, -0.5, 0, 0, 0.5, 1))
    .map(([offset, distance]) => offset + distance);
}

function inOrder(list: number[]): number[] {
  return list.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)); // a subtraction of infinities would give NaN
}

function sums(steps: number[]): number[] {
  let offset = 0;
  return steps.map((step) => (offset += step));
}
