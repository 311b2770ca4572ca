import { fieldProblem } from './problems.ts';

/** @throws Problem `invalid_request` naming the field. */
export function readId(field: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw fieldProblem(field, 'Must be the id of an account: a whole number.');
}

/** @throws Problem `invalid_request` naming the field. */
export function readFlag(field: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  throw fieldProblem(field, 'Must be true or false.');
}

/**
 * @param text like `2026-03-01T12:00:00Z` or `2026-03-01` (RFC 3339; a date alone is taken as UTC).
 * @returns milliseconds since the epoch.
 * @throws Problem `invalid_request` naming the field.
 */
export function readTime(field: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = parseTime(text);
  if (time !== undefined) return time;
  throw fieldProblem(field, 'Must be a time with a time zone, like 2026-03-01T12:00:00Z.');
}

/** Reads a date, or a time with a time zone (RFC 3339), as milliseconds since the epoch. */
export function parseTime(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/.exec(text);
  const time = match?.[1] !== undefined && isDate(match[1]) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** Date.parse takes February 30 for March 2. */
function isDate(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
