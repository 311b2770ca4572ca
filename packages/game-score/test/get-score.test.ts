import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { getScore, type GameStamp } from '../src/index.ts';
import { offsetsAndMoment } from './support/arbitraries.ts';
import { gameAt, NO_GOALS, offsetsOf, scoreOfStamp } from './support/games.ts';
import { linearScan } from './support/linear-scan.ts';

describe('the score', () => {
  test('at the offset of a stamp is that of the stamp', () => {
    expect(getScore(gameAt(10, 20, 30), 20)).toEqual(scoreOfStamp(1));
  });

  test('between two stamps is that of the earlier one, also right before the later one', () => {
    expect(getScore(gameAt(10, 20, 30), 19)).toEqual(scoreOfStamp(0));
  });

  test('after the last stamp is the final score', () => {
    expect(getScore(gameAt(10, 20, 30), 31)).toEqual(scoreOfStamp(2));
  });

  test('before the first stamp is 0:0', () => {
    expect(getScore(gameAt(10, 20, 30), 9)).toEqual(NO_GOALS);
  });

  test('at a negative offset is 0:0 in a game that begins at 0', () => {
    expect(getScore(gameAt(0, 20, 30), -1)).toEqual(NO_GOALS);
  });

  test('at a negative offset is that of a stamp before it, if there is one', () => {
    expect(getScore(gameAt(-30, -20, -10), -15)).toEqual(scoreOfStamp(1));
  });

  test('in an empty game is 0:0', () => {
    expect(getScore([], 5)).toEqual(NO_GOALS);
  });

  test('in a game of a single stamp is that of the stamp from its offset on', () => {
    expect(getScore(gameAt(10), 10)).toEqual(scoreOfStamp(0));
  });

  test.each([
    ['at the start', [10, 10, 20, 30], 1],
    ['in the middle', [0, 10, 10, 10, 20], 3],
    ['at the end', [0, 10, 20, 20], 3],
  ])('at an offset that several stamps %s share is that of the last of them', (_, offsets, last) => {
    expect(getScore(gameAt(...offsets), offsets[last] ?? NaN)).toEqual(scoreOfStamp(last));
  });

  test('changes at a fractional offset, not at a whole one beside it', () => {
    expect(getScore(gameAt(0, 1.5, 2.5), 1.4999)).toEqual(scoreOfStamp(0));
  });

  test('at Infinity is the final score', () => {
    expect(getScore(gameAt(10, 20, 30), Infinity)).toEqual(scoreOfStamp(2));
  });

  test('at -Infinity is 0:0', () => {
    expect(getScore(gameAt(-10, 20, 30), -Infinity)).toEqual(NO_GOALS);
  });

  test('is found among stamps that are themselves at -Infinity and Infinity', () => {
    expect(getScore(gameAt(-Infinity, -Infinity, 3, 4, Infinity), 3.5)).toEqual(scoreOfStamp(2));
  });

  test('is found across gaps of any width', () => {
    expect(getScore(gameAt(0, 1, 2, 1e12, 1e12 + 1, 1e300), 1e12)).toEqual(scoreOfStamp(3));
  });

  test('is found where the distance of the offsets is beyond the largest number', () => {
    const most = Number.MAX_VALUE;
    expect(getScore(gameAt(-most, -1, 0, 1, most), 0)).toEqual(scoreOfStamp(2));
  });

  test('is found where the distance of the offsets is the smallest number', () => {
    const least = Number.MIN_VALUE;
    expect(getScore(gameAt(0, 0, 0, least, least), 0)).toEqual(scoreOfStamp(2));
  });

  test('is what a linear scan finds, for lists and moments of every kind', () => {
    fc.assert(
      fc.property(offsetsAndMoment, ({ offsets, moment }) => {
        const game = gameAt(...offsets);
        expect(getScore(game, moment)).toEqual(linearScan(game, moment));
      }),
      { numRuns: 3000 },
    );
  });

  test('is what a linear scan finds, at and between all stamps of a longer game', () => {
    const game = gameAt(...offsetsOf(800, (index) => 2 * index + (index % 7)).sort((a, b) => a - b));
    const moments = offsetsOf(1700, (index) => index - 20);
    expect(moments.map((moment) => getScore(game, moment))).toEqual(
      moments.map((moment) => linearScan(game, moment)),
    );
  });
});

describe('the list', () => {
  test('may be frozen in depth: it is not changed', () => {
    const game = gameAt(10, 20, 30);
    for (const stamp of game) Object.freeze(Object.freeze(stamp).score);
    expect(getScore(Object.freeze(game), 25)).toEqual(scoreOfStamp(1));
  });

  test('is not spoilt by a caller who changes the result', () => {
    const game = gameAt(10, 20, 30);
    getScore(game, 20).home = 99;
    expect(game).toEqual(gameAt(10, 20, 30));
  });

  test('may be readonly, for the compiler too', () => {
    const game = [{ offset: 4, score: { home: 2, away: 1 } }] as const;
    expect(getScore(game, 4)).toEqual({ home: 2, away: 1 });
  });

  test('may be any object with a length and stamps', () => {
    const [first, second] = gameAt(10, 20);
    const list = { length: 2, 0: first, 1: second } as unknown as ArrayLike<NonNullable<typeof first>>;
    expect(getScore(list, 10)).toEqual(scoreOfStamp(0));
  });

  test('may be an object with the length 0', () => {
    expect(getScore({ length: 0 }, 5)).toEqual(NO_GOALS);
  });

  test('may be longer than any array: nothing is copied', () => {
    const length = 2 ** 52;
    const stamps = new Proxy<ArrayLike<GameStamp>>(
      { length },
      {
        get: (_, key) =>
          key === 'length' ? length : { offset: Number(key), score: { home: Number(key), away: -1 } },
      },
    );
    expect(getScore(stamps, 2 ** 51 + 0.5)).toEqual({ home: 2 ** 51, away: -1 });
  });
});
