import { describe } from './describe.ts';

/** An array or anything shaped like one: an object with a `length` that can count its items. */
export function assertList(gameStamps: unknown): asserts gameStamps is ArrayLike<unknown> {
  if (!Array.isArray(gameStamps) && !isArrayLike(gameStamps)) {
    throw mustBe('gameStamps', 'an array or array-like', gameStamps);
  }
}

function isArrayLike(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('length' in value)) return false;
  const { length } = value;
  return Number.isSafeInteger(length) && (length as number) >= 0; // a safe integer is a number
}

/** Every number is a moment, also a fraction or an infinity; NaN is not. */
export function assertOffset(offset: unknown): asserts offset is number {
  if (typeof offset !== 'number' || Number.isNaN(offset)) {
    throw mustBe('offset', 'a number other than NaN', offset);
  }
}

/** The error for an argument that is not what it must be; it says what was given. */
export function mustBe(argument: string, what: string, given: unknown): TypeError {
  return new TypeError(`${argument} must be ${what}; ${describe(given)} was given`);
}
