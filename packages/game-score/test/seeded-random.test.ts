import { describe, expect, test } from 'vitest';
import { seededRandom } from '../src/index.ts';

describe('a seeded random source', () => {
  const random = seededRandom('evenly');
  const draws = Array.from({ length: 100_000 }, random);

  test('draws from 0 up to but not including 1', () => {
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
  });

  test('draws evenly', () => {
    const counts = new Array<number>(10).fill(0);
    for (const draw of draws) counts[Math.floor(draw * 10)]! += 1; // eslint-disable-line @typescript-eslint/no-non-null-assertion -- ten counts
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  test('draws each number regardless of the one before', () => {
    const pairs = draws.slice(1).map((draw, index) => (draw - 0.5) * ((draws[index] ?? 0.5) - 0.5));
    const correlation = (12 * pairs.reduce((sum, product) => sum + product, 0)) / pairs.length;
    expect(Math.abs(correlation)).toBeLessThan(0.02);
  });

  test('does not depend on another one of the same seed', () => {
    const one = seededRandom('twins');
    const other = seededRandom('twins');
    const first = one();
    one();
    expect(other()).toBe(first);
  });
});
