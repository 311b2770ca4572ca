import { describe, expect, test } from 'vitest';
import { durationInWords, durationText, parseDuration } from './durations.ts';

describe('durations', () => {
  test.each([
    ['90', 90],
    ['15m', 900],
    ['12 h', 43_200],
    ['30d', 2_592_000],
    ['4w', 2_419_200],
    [' 45s ', 45],
  ])('%j is %d seconds', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

  test.each(['', 'soon', '-5', '1.5h', '5 y', '10m 5s'])('%j is none', (text) =>
    expect(parseDuration(text)).toBeUndefined(),
  );

  test.each([
    [0, '0 seconds'],
    [1, '1 second'],
    [90, '1 minute 30 seconds'],
    [31_536_000, '365 days'],
    [90_061, '1 day 1 hour 1 minute 1 second'],
  ])('%d seconds are said as %j', (seconds, words) => expect(durationInWords(seconds)).toBe(words));

  test('what a field shows is read again as the same', () => {
    for (const seconds of [0, 1, 59, 60, 90, 3_600, 5_400, 86_400, 2_592_000, 31_536_001]) {
      expect(parseDuration(durationText(seconds))).toBe(seconds);
    }
  });
});
