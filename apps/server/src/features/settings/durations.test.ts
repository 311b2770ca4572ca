import { expect, test } from 'vitest';
import { durationInWords, parseDuration } from './durations.ts';

test.each([
  ['90', 90],
  ['90s', 90],
  ['15m', 900],
  ['12h', 43_200],
  ['30d', 2_592_000],
  ['4w', 2_419_200],
  [' 5 m ', 300],
  ['0', 0],
])('%j is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', 'm', '-1', '1.5h', '1e3', '15 minutes', '1h30m', '0x10', '1234567890123'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [90, '1 minute 30 seconds'],
  [3_600, '1 hour'],
  [86_400, '1 day'],
  [2_592_000, '30 days'],
  [90_061, '1 day 1 hour'],
])('%d seconds are «%s»', (seconds, words) => {
  expect(durationInWords(seconds)).toBe(words);
});
