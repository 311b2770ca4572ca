import { describe, expect, test } from 'vitest';
import { getScore, StampError } from '../src/index.ts';
import { gameAt, offsetsOf } from './support/games.ts';
import { thrownBy } from './support/thrown-by.ts';

describe('an offset that is no moment', () => {
  test.each([
    [NaN, 'NaN was given'],
    [true, 'the boolean true was given'],
    ['12', 'the string "12" was given'],
    [null, 'null was given'],
    [undefined, 'undefined was given'],
    [12n, 'the bigint 12 was given'],
    [Symbol('now'), 'a symbol was given'],
    [() => 12, 'a function was given'],
    [[12], 'an array was given'],
    [new Date(12), 'an object (Date) was given'],
    [{ valueOf: () => 12 }, 'an object was given'],
  ])('%o throws a TypeError that says so', (offset, given) => {
    const error = thrownBy(() => getScore(gameAt(10), offset as never));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toHaveProperty('message', `offset must be a number other than NaN; ${given}`);
  });

  test('throws in an empty game too', () => {
    expect(() => getScore([], NaN)).toThrow(TypeError);
  });

  test('is quoted whole if it is a text of up to 40 characters', () => {
    const text = 'x'.repeat(40);
    expect(() => getScore([], text as never)).toThrow(`the string "${text}" was given`);
  });

  test('is quoted in part if it is a longer text', () => {
    expect(() => getScore([], 'x'.repeat(41) as never)).toThrow(`the string "${'x'.repeat(40)}…" was given`);
  });
});

describe('something that is no list', () => {
  test.each([
    [undefined, 'undefined was given'],
    [null, 'null was given'],
    [7, 'the number 7 was given'],
    ['abc', 'the string "abc" was given'],
    [false, 'the boolean false was given'],
    [{ offset: 0, score: { home: 0, away: 0 } }, 'an object was given'],
    [new Map(), 'an object (Map) was given'],
    [() => [], 'a function was given'],
    [{ length: -1 }, 'an object whose length is the number -1 was given'],
    [{ length: 1.5 }, 'an object whose length is the number 1.5 was given'],
    [{ length: Infinity }, 'an object whose length is the number Infinity was given'],
    [{ length: '2' }, 'an object whose length is the string "2" was given'],
  ])('%o throws a TypeError that says so', (list, given) => {
    const error = thrownBy(() => getScore(list as never, 5));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toHaveProperty('message', `gameStamps must be an array or array-like; ${given}`);
  });
});

describe('a malformed stamp', () => {
  const score = { home: 2, away: 1 };
  const number = 'must be a number other than NaN; found';

  test.each([
    [null, 'expected {offset, score: {home, away}}; found null'],
    ['20', 'expected {offset, score: {home, away}}; found the string "20"'],
    [{ score }, `offset ${number} undefined`],
    [{ offset: '20', score }, `offset ${number} the string "20"`],
    [{ offset: NaN, score }, `offset ${number} NaN`],
    [{ offset: 20 }, 'score must be {home, away}; found undefined'],
    [{ offset: 20, score: null }, 'score must be {home, away}; found null'],
    [{ offset: 20, score: '2:1' }, 'score must be {home, away}; found the string "2:1"'],
    [{ offset: 20, score: { away: 1 } }, `score.home ${number} undefined`],
    [{ offset: 20, score: { home: NaN, away: 1 } }, `score.home ${number} NaN`],
    [{ offset: 20, score: { home: 2, away: true } }, `score.away ${number} the boolean true`],
    [{ offset: 20, score: { home: 2, away: NaN } }, `score.away ${number} NaN`],
  ])('%o throws a StampError with its index', (stamp, detail) => {
    const [first, , last] = gameAt(10, 20, 30);
    const error = thrownBy(() => getScore([first, stamp, last] as never, 20));
    expect(error).toBeInstanceOf(StampError);
    expect(error).toMatchObject({
      message: `the stamp at index 1: ${detail}`,
      index: 1,
      code: 'stamp_malformed',
      detail,
    });
  });

  test('is a TypeError', () => {
    expect(() => getScore([null] as never, 20)).toThrow(TypeError);
  });

  test.each([0, 1, 2, 5, 8, 9])('at index %i of ten is noticed when it would be the answer', (index) => {
    const game: unknown[] = gameAt(...offsetsOf(10, (position) => position * 10));
    game[index] = { offset: index * 10, score: { home: 1, away: 'x' } };
    expect(thrownBy(() => getScore(game as never, index * 10))).toHaveProperty('index', index);
  });

  test.each([
    ['the first', 0, 55],
    ['the last', 9, 55],
    ['one beside the answer', 6, 55],
  ])('%s is noticed when a search passes it', (_, index, moment) => {
    const game: unknown[] = gameAt(...offsetsOf(10, (position) => position * 10));
    game[index] = { offset: 'soon', score };
    expect(thrownBy(() => getScore(game as never, moment))).toHaveProperty('index', index);
  });

  test('that is a hole in the list is noticed as well', () => {
    const [first, , last] = gameAt(10, 20, 30);
    // eslint-disable-next-line no-sparse-arrays -- a hole is what it takes
    expect(thrownBy(() => getScore([first, , last] as never, 20))).toHaveProperty('index', 1);
  });
});
