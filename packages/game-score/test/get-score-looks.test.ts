import { describe, expect, test } from 'vitest';
import { generateGame, getScore, seededRandom } from '../src/index.ts';
import { gameAt, offsetsOf } from './support/games.ts';
import { recordLooks } from './support/looks.ts';

/** The indices of the stamps that are looked at for one moment, in order. */
function looksFor(offsets: number[], moment: number): number[] {
  const { list, looks } = recordLooks(gameAt(...offsets));
  getScore(list, moment);
  return looks;
}

/** The most looks for any of the moments. */
function mostLooks(offsets: number[], moments: number[]): number {
  return Math.max(...moments.map((moment) => looksFor(offsets, moment).length));
}

describe('the number of looks', () => {
  const count = 1025;
  const most = 6 + Math.log2(count - 1) / 2 + Math.log2(count - 1);

  test.each<[string, (index: number) => number]>([
    ['that are linear', (index) => index * 2],
    ['that grow exponentially', (index) => 2 ** (index - 512)],
    ['that flatten exponentially', (index) => -(2 ** (512 - index))],
    ['that grow with the fourth power', (index) => index ** 4],
    ['that are all the same but the last', (index) => (index === count - 1 ? 1e9 : 0)],
    ['that are all the same but the first', (index) => (index === 0 ? -1e9 : 0)],
    ['in two clusters far apart', (index) => (index < count / 2 ? index : 1e15 + index)],
    ['in steps', (index) => Math.floor(index / 100) * 1e6],
    ['from the lowest to the highest number', (index) => (index / (count - 1) - 0.5) * 2 * Number.MAX_VALUE],
    ['between infinities', (index) => (index === 0 ? -Infinity : index === count - 1 ? Infinity : index)],
  ])('stays logarithmic for offsets %s', (_, offsetOf) => {
    const offsets = offsetsOf(count, offsetOf);
    expect(mostLooks(offsets, [...offsets, ...offsets.map((offset) => offset + 0.5)])).toBeLessThanOrEqual(
      most,
    );
  });

  test('is one in a game that has not begun', () => {
    expect(looksFor([10, 20, 30], 5)).toHaveLength(1);
  });

  test('is two after the end of a game', () => {
    expect(looksFor([10, 20, 30], 35)).toHaveLength(2);
  });

  test('is at most five where the offsets are a line', () => {
    const offsets = offsetsOf(count, (index) => 1000 + index * 8);
    expect(mostLooks(offsets, offsets.slice(1, -1))).toBe(5);
  });

  test('is six on average in a generated game', () => {
    const { list, looks } = recordLooks(generateGame({ seed: 'looks' }));
    const random = seededRandom('moments');
    for (let round = 0; round < 2000; round++) getScore(list, Math.floor(random() * 100_000));
    expect(looks.length / 2000).toBeCloseTo(6.2, 1);
  });
});

describe('the guesses', () => {
  const line = offsetsOf(5000, (index) => 1_000_000 + index);

  test.each([
    [111, 96],
    [113, 128],
  ])('for position %i begin at %i, the nearest of a few stamps', (position, landmark) => {
    expect(looksFor(line, 1_000_000 + position).slice(0, 4)).toEqual([0, 4999, landmark, position]);
  });

  test('begin at one of 256 stamps at most, however long the list', () => {
    const landmarks = line.slice(1, -1).map((moment) => looksFor(line, moment)[2]);
    expect(new Set(landmarks).size).toBeLessThanOrEqual(256);
  });

  /** A line of slope 1 in large, so that only the guesses decide; around the moment 500 it is shifted twice. */
  function shiftedLine(shift: number): number[] {
    return offsetsOf(1001, (index) => {
      if (index < 300) return index;
      if (index < 450) return index + shift;
      return index < 900 ? index + 100 : 1000;
    });
  }

  test.each([
    ['low', 96, [0, 1000, 500, 400, 404, 405]],
    ['high', 104, [0, 1000, 500, 400, 396, 397]],
  ])('that are still four stamps too %s are followed by a third', (_, shift, looks) => {
    expect(looksFor(shiftedLine(shift), 500)).toEqual(looks);
  });

  test.each([
    ['low', 97, [0, 1000, 500, 400, 401, 402, 403, 404]],
    ['high', 103, [0, 1000, 500, 400, 399, 398, 397]],
  ])('that are three stamps too %s are followed by a walk', (_, shift, looks) => {
    expect(looksFor(shiftedLine(shift), 500)).toEqual(looks);
  });
});
