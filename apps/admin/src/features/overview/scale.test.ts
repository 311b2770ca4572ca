import { expect, test } from 'vitest';
import { linePath, niceTop, spread } from './scale.ts';

test.each([
  [0, 4],
  [3, 4],
  [5, 5],
  [9, 10],
  [11, 20],
  [45, 50],
  [801, 1_000],
])('an axis up to %d ends at %d', (largest, top) => expect(niceTop(largest)).toBe(top));

test('labels are spread from the first place to the last', () => {
  expect(spread(288, 4)).toEqual([0, 96, 191, 287]);
  expect(spread(2, 4)).toEqual([0, 1]);
  expect(spread(0, 4)).toEqual([]);
});

test('a line goes through every value', () => {
  expect(
    linePath(
      [0, 5],
      (i) => i * 10,
      (value) => 100 - value,
    ),
  ).toBe('M0.0 100.0L10.0 95.0');
});
