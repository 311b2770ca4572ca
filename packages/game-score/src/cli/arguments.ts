import { UsageError } from './errors.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITE = /^[+-]?Infinity$/;

/** The value of an option that takes one of a few words. */
export function oneOf<Word extends string>(
  words: readonly Word[],
  option: string,
  value: string | undefined,
): Word | undefined {
  if (value === undefined) return undefined;
  const word = words.find((candidate) => candidate === value);
  if (word === undefined)
    throw new UsageError(`${option} must be one of ${words.join(', ')}; "${value}" was given`);
  return word;
}

/** A number written in decimal digits, or Infinity. */
export function numberFrom(name: string, value: string): number {
  if (NUMBER.test(value) || INFINITE.test(value)) return Number(value);
  throw new UsageError(`${name} must be a number; "${value}" was given`);
}

/** A whole number from 0 on. */
export function countFrom(name: string, value: string): number {
  const count = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(count)) return count;
  throw new UsageError(`${name} must be a whole number, 0 or more; "${value}" was given`);
}

/** Refuses arguments that a command would ignore. */
export function atMost(most: number, positionals: string[]): void {
  const surplus = positionals[most];
  if (surplus !== undefined) throw new UsageError(`unexpected argument "${surplus}"`);
}
