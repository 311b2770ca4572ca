import { describe, expect, test } from 'vitest';
import { generateGame, getScore, seededRandom } from '../src/index.ts';
import { gameAt, offsetsOf } from './support/games.ts';
import { countLooks, totalLooks } from './support/looks.ts';

function looksFor(offsets: number[], moment: number): number {
  const { list, looks } = countLooks(gameAt(...offsets));
  getScore(list, moment);
  return totalLooks(looks);
}

/** The most looks for any of the moments. */
function mostLooks(offsets: number[], moments: number[]): number {
  return Math.max(...moments.map((moment) => looksFor(offsets, moment)));
}

describe('the number of stamps looked at', () => {
  const count = 1000;
  const most = 6 + Math.ceil(Math.log2(count) / 2) + Math.ceil(Math.log2(count));

  test.each<[string, (index: number) => number]>([
    ['that are linear', (index) => index * 2],
    ['that grow exponentially', (index) => 2 ** index],
    ['that flatten exponentially', (index) => -(2 ** (1000 - index))],
    ['that grow with the fourth power', (index) => index ** 4],
    ['that are all the same but the last', (index) => (index === count - 1 ? 1e9 : 0)],
    ['that are all the same but the first', (index) => (index === 0 ? -1e9 : 0)],
    ['in two clusters far apart', (index) => (index < count / 2 ? index : 1e15 + index)],
    ['in steps', (index) => Math.floor(index / 100) * 1e6],
    [
      'from the lowest to the highest number',
      (index) => (index - count / 2) * (Number.MAX_VALUE / count) * 2,
    ],
    ['between infinities', (index) => (index === 0 ? -Infinity : index === count - 1 ? Infinity : index)],
  ])('stays logarithmic for offsets %s', (_, offsetOf) => {
    const offsets = offsetsOf(count, offsetOf);
    expect(mostLooks(offsets, [...offsets, ...offsets.map((offset) => offset + 0.5)])).toBeLessThanOrEqual(
      most,
    );
  });

  test('is one in a game that has not begun', () => {
    expect(looksFor([10, 20, 30], 5)).toBe(1);
  });

  test('is two after the end of a game', () => {
    expect(looksFor([10, 20, 30], 35)).toBe(2);
  });

  test('is at most five where the offsets are a line', () => {
    const offsets = offsetsOf(count, (index) => index * 8);
    expect(mostLooks(offsets, offsets.slice(1, -1))).toBeLessThanOrEqual(5);
  });

  test('is below eight on average in a generated game', () => {
    const { list, looks } = countLooks(generateGame({ seed: 'looks' }));
    const random = seededRandom('moments');
    for (let round = 0; round < 2000; round++) getScore(list, Math.floor(random() * 100_000));
    expect(totalLooks(looks) / 2000).toBeLessThan(8);
  });
});
