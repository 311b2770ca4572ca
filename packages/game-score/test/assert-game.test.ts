import { describe, expect, test } from 'vitest';
import { assertGame, generateGame, StampError } from '../src/index.ts';
import { gameAt } from './support/games.ts';
import { thrownBy } from './support/thrown-by.ts';

/** Three stamps of which the one at index 2 is the given one. */
function gameWith(stamp: unknown): unknown[] {
  return [...gameAt(10, 20), stamp, { offset: 30, score: { home: 50, away: 40 } }];
}

describe('assertGame accepts', () => {
  test('a generated game', () => {
    expect(() => assertGame(generateGame({ seed: 1 }))).not.toThrow();
  });

  test('an empty game', () => {
    expect(() => assertGame([])).not.toThrow();
  });

  test('several stamps with one offset', () => {
    expect(() => assertGame(gameAt(10, 10, 10))).not.toThrow();
  });

  test('negative and fractional offsets', () => {
    expect(() => assertGame(gameAt(-1.5, -1.25, 0.125))).not.toThrow();
  });

  test('an array-like object', () => {
    expect(() => assertGame({ length: 1, 0: { offset: 5, score: { home: 1, away: 0 } } })).not.toThrow();
  });

  test('data of unknown type, which the compiler then takes for a game', () => {
    const data: unknown = gameAt(10, 20);
    assertGame(data);
    expect(data[1]?.offset).toBe(20);
  });
});

describe('assertGame refuses', () => {
  const score = { home: 10, away: 9 };

  test.each([
    [
      'a stamp of the wrong shape',
      { offset: 25 },
      'stamp_malformed',
      'score must be {home, away}; found undefined',
    ],
    [
      'an infinite offset',
      { offset: Infinity, score },
      'offset_not_finite',
      'offset must be finite; found the number Infinity',
    ],
    [
      'an offset before the previous one',
      { offset: 19, score },
      'offset_falls',
      'offset 19 is before the previous one, 20',
    ],
    [
      'a fraction of a goal',
      { offset: 25, score: { home: 5.5, away: 9 } },
      'score_not_whole',
      'score.home must be a whole number, 0 or more; found the number 5.5',
    ],
    [
      'an infinite score',
      { offset: 25, score: { home: 10, away: Infinity } },
      'score_not_whole',
      'score.away must be a whole number, 0 or more; found the number Infinity',
    ],
    [
      'a falling home score',
      { offset: 25, score: { home: 4, away: 9 } },
      'score_falls',
      'score.home falls from 5 to 4',
    ],
    [
      'a falling away score',
      { offset: 25, score: { home: 10, away: 1 } },
      'score_falls',
      'score.away falls from 2 to 1',
    ],
  ])('%s, with index, code and detail', (_, stamp, code, detail) => {
    const error = thrownBy(() => assertGame(gameWith(stamp)));
    expect(error).toBeInstanceOf(StampError);
    expect(error).toMatchObject({ index: 2, code, detail });
  });

  test('a negative score in the first stamp', () => {
    expect(thrownBy(() => assertGame([{ offset: 0, score: { home: 0, away: -1 } }]))).toMatchObject({
      index: 0,
      code: 'score_not_whole',
    });
  });

  test('the first fault of several', () => {
    const game = [...gameAt(10, 20), null, { offset: 5, score }, undefined];
    expect(thrownBy(() => assertGame(game))).toHaveProperty('index', 2);
  });

  test('a fault in the last stamp of a long game', () => {
    const game: unknown[] = generateGame({ seed: 1 });
    game[50_000] = null;
    expect(thrownBy(() => assertGame(game))).toHaveProperty('index', 50_000);
  });

  test('something that is no list', () => {
    expect(() => assertGame('[]')).toThrow(
      'gameStamps must be an array or array-like; the string "[]" was given',
    );
  });
});
