import { describe, expect, test } from 'vitest';
import {
  generateStamp,
  INITIAL_STAMP,
  OFFSET_MAX_STEP,
  PROBABILITY_HOME_SCORE,
  PROBABILITY_SCORE_CHANGED,
  TIMESTAMPS_COUNT,
} from '../src/index.ts';
import { scripted } from './support/scripted.ts';

const previous = { offset: 100, score: { home: 7, away: 3 } };
const CHANGED = 0.99995;
const HOME = 0.56;
const AWAY = 0.54;

test('the constants are those of the game', () => {
  expect({
    TIMESTAMPS_COUNT,
    PROBABILITY_SCORE_CHANGED,
    PROBABILITY_HOME_SCORE,
    OFFSET_MAX_STEP,
    INITIAL_STAMP,
  }).toEqual({
    TIMESTAMPS_COUNT: 50_000,
    PROBABILITY_SCORE_CHANGED: 0.0001,
    PROBABILITY_HOME_SCORE: 0.45,
    OFFSET_MAX_STEP: 3,
    INITIAL_STAMP: { offset: 0, score: { home: 0, away: 0 } },
  });
});

describe('the score of a generated stamp', () => {
  test('is the previous one when the first draw is exactly at the limit', () => {
    const { random } = scripted(1 - PROBABILITY_SCORE_CHANGED, 0);
    expect(generateStamp(previous, { random }).score).toEqual({ home: 7, away: 3 });
  });

  test('has one goal more for the home team when the second draw is above its limit', () => {
    const { random } = scripted(CHANGED, HOME, 0);
    expect(generateStamp(previous, { random }).score).toEqual({ home: 8, away: 3 });
  });

  test('has one goal more for the away team when the second draw is below that limit', () => {
    const { random } = scripted(CHANGED, AWAY, 0);
    expect(generateStamp(previous, { random }).score).toEqual({ home: 7, away: 4 });
  });

  test('has one goal more for the away team when the second draw is exactly at that limit', () => {
    const { random } = scripted(CHANGED, 1 - PROBABILITY_HOME_SCORE, 0);
    expect(generateStamp(previous, { random }).score).toEqual({ home: 7, away: 4 });
  });
});

describe('the offset of a generated stamp', () => {
  test.each([
    [0, 101],
    [0.333, 101],
    [0.334, 102],
    [0.667, 103],
    [0.999999, 103],
  ])('for a last draw of %f is %i, after 100', (draw, offset) => {
    const { random } = scripted(0.5, draw);
    expect(generateStamp(previous, { random }).offset).toBe(offset);
  });

  test('takes its draw after those of a goal', () => {
    const { random } = scripted(CHANGED, HOME, 0.7);
    expect(generateStamp(previous, { random }).offset).toBe(103);
  });
});

describe('generateStamp', () => {
  test('draws twice where no goal is scored', () => {
    const { random, draws } = scripted(0.5, 0.5);
    generateStamp(previous, { random });
    expect(draws()).toBe(2);
  });

  test('leaves the previous stamp as it was', () => {
    const { random } = scripted(CHANGED, HOME, 0.5);
    generateStamp(previous, { random });
    expect(previous).toEqual({ offset: 100, score: { home: 7, away: 3 } });
  });

  test('shares nothing with the previous stamp', () => {
    const { random } = scripted(0.5, 0.5);
    expect(generateStamp(previous, { random }).score).not.toBe(previous.score);
  });

  test('gives the same stamp for the same seed', () => {
    expect(generateStamp(previous, { seed: 'x' })).toEqual(generateStamp(previous, { seed: 'x' }));
  });

  test.each([
    [undefined, 'expected {offset, score: {home, away}}; found undefined'],
    [{ offset: 1, score: { home: 1 } }, 'score.away must be a number other than NaN; found undefined'],
  ])('refuses %o as the previous stamp', (stamp, detail) => {
    expect(() => generateStamp(stamp as never)).toThrow(new TypeError(`previous must be a stamp: ${detail}`));
  });
});
