import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHistogram, latencyBounds } from './histogram.ts';

test('a histogram counts every value at or below each bound, and sums them', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 20, noNaN: true })), (values) => {
      const histogram = createHistogram(latencyBounds);
      for (const value of values) histogram.note(value);
      const { atMost, sum, count } = histogram.read();
      expect(count).toBe(values.length);
      expect(sum).toBeCloseTo(
        values.reduce((all, value) => all + value, 0),
        6,
      );
      for (const [bound, counted] of atMost) {
        expect(counted).toBe(values.filter((value) => value <= bound).length);
      }
    }),
  );
});

test('a value that is a bound belongs to it', () => {
  const histogram = createHistogram([1, 2]);
  histogram.note(1);
  expect(histogram.read().atMost).toEqual([
    [1, 1],
    [2, 1],
  ]);
});
