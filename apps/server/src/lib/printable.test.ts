import { expect, test } from 'vitest';
import { createLogger } from './logging.ts';
import { printable } from './printable.ts';

/** Escape sequences in both forms, carriage return, backspace, marks that turn text round, line ends of Unicode. */
const hostile = 'a\u001b[2J\u009b31m\r\b\u0000\u007f\u0085\u202e\u2066\u2028\u2029b';
// eslint-disable-next-line no-control-regex -- controls are what is looked for
const controls = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

test('what is shown in a terminal cannot move its cursor, colour it or turn its text round', () => {
  expect(printable(hostile)).not.toMatch(controls);
  expect(printable(hostile)).toContain(String.raw`a\u001b[2J\u009b31m`);
  expect(printable('Grüße,\n\tУльяна 名前 👋')).toBe('Grüße,\n\tУльяна 名前 👋');
});

test('a line of the log is one line of plain JSON, whatever is logged, and means what was logged', () => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line: string) => void lines.push(line) });
  logger.info({ path: hostile, [hostile]: 1 }, hostile);
  logger.error({ err: new Error(`${hostile}\n{"forged":true}`) }, 'failed');
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line.slice(0, -1)).not.toMatch(/\n/);
    expect(line.slice(0, -1)).not.toMatch(controls);
  }
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ path: hostile, [hostile]: 1, msg: hostile });
});
