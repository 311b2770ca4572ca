import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hmacSha256 } from '../../lib/hmac-sha256.ts';
import {
  catchUpLimit,
  formatRefreshToken,
  isUuid,
  parseRefreshToken,
  proveToken,
  randomSelector,
  type ProofKey,
} from './refresh-token.ts';

const keyOf = (id: number, bytes: Buffer): ProofKey => {
  const mac = hmacSha256(bytes);
  return { id, mac: () => mac };
};
const key = keyOf(1, Buffer.from(Array.from({ length: 32 }, (_, i) => i)));
const otherKey = keyOf(2, randomBytes(32));

const selectors = fc.maxSafeNat().map((n) => n % 2 ** 52);
/** Around the edges of what the token's 14 bits can say, around 2 ** 32, and anywhere. */
const generations = fc.oneof(
  fc.nat(20_000),
  fc.nat(1_000_000_000),
  fc.integer({ min: 2 ** 32 - 20_000, max: 2 ** 32 + 20_000 }),
);

/** What a token proves to be to a session at that generation. */
function prove(token: string, stored: number, keys: readonly ProofKey[] = [key]) {
  const parsed = parseRefreshToken(token);
  return parsed && proveToken(parsed, stored, keys);
}

describe('the form of a refresh token', () => {
  test('is a lower-case UUID of version 4, whatever is in it', () => {
    fc.assert(
      fc.property(selectors, generations, (selector, generation) => {
        const token = formatRefreshToken(selector, generation, key);
        expect(token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(isUuid(token)).toBe(true);
      }),
    );
  });

  // Made with another implementation. Where one of these changes, every session of every installation is lost.
  test.each([
    [0x123456789abcd, 0, '12345678-9abc-4d00-80c3-cf3f0cd88939'],
    [0x123456789abcd, 1, '12345678-9abc-4d00-8199-b2362fd96cc4'],
    [0x123456789abcd, 16_383, '12345678-9abc-4dff-bffb-a621f6cc5d27'],
    [0x123456789abcd, 16_384, '12345678-9abc-4d00-809a-731d132c6b39'],
    [0x123456789abcd, 1_000_000_000, '12345678-9abc-4d28-8058-3cd3e7310266'],
    [0, 0, '00000000-0000-4000-80ff-921230177d14'],
    [2 ** 52 - 1, 2 ** 40 + 77, 'ffffffff-ffff-4f01-8df5-f87f214de0f9'],
  ])('never changes: selector %d, generation %d', (selector, generation, token) => {
    expect(formatRefreshToken(selector, generation, key)).toBe(token);
  });

  test('a selector is any number of 52 bits', () => {
    const drawn = Array.from({ length: 2_000 }, randomSelector);
    expect(drawn.every((selector) => Number.isSafeInteger(selector) && selector < 2 ** 52)).toBe(true);
    // Each bit is sometimes set and sometimes not; by chance alone this fails once in 2 ** 1990 runs.
    for (let bit = 0; bit < 52; bit += 1) {
      const ones = drawn.filter((selector) => Math.floor(selector / 2 ** bit) % 2 === 1).length;
      expect(ones).toBeGreaterThan(0);
      expect(ones).toBeLessThan(drawn.length);
    }
  });

  test('a UUID of another version or variant is none of ours', () => {
    const token = formatRefreshToken(5, 7, key);
    expect(parseRefreshToken(`${token.slice(0, 14)}7${token.slice(15)}`)).toBeUndefined();
    for (const variant of '01234567cdef') {
      expect(parseRefreshToken(`${token.slice(0, 19)}${variant}${token.slice(20)}`)).toBeUndefined();
    }
  });
});

describe('the proof of a refresh token', () => {
  test('gives back the generation and the key that it was made of', () => {
    fc.assert(
      fc.property(
        selectors,
        generations,
        fc.integer({ min: -catchUpLimit, max: 30_000 }),
        (selector, generation, ahead) => {
          const stored = Math.max(0, generation + ahead);
          const token = formatRefreshToken(selector, generation, key);
          expect(parseRefreshToken(token)?.selector).toBe(selector);
          expect(prove(token, stored)).toEqual({ generation, keyId: key.id });
          expect(prove(token.toUpperCase(), stored)).toEqual({ generation, keyId: key.id });
        },
      ),
    );
  });

  test('holds for the first token of a session, however old the session is', () => {
    const first = formatRefreshToken(99, 0, key);
    for (const stored of [0, 1, 8_191, 8_192, 16_384, 1_000_000]) {
      expect(prove(first, stored)).toEqual({ generation: 0, keyId: key.id });
    }
  });

  test('fails where any digit was changed', () => {
    fc.assert(
      fc.property(selectors, fc.nat(40_000), (selector, generation) => {
        const token = formatRefreshToken(selector, generation, key);
        for (const [at, digit] of Array.from(token).entries()) {
          if (digit === '-') continue;
          for (const other of '0123456789abcdef'.replace(digit, '')) {
            const forged = token.slice(0, at) + other + token.slice(at + 1);
            expect(prove(forged, generation), forged).toBeUndefined();
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  test('fails for another session, and under another key', () => {
    const token = parseRefreshToken(formatRefreshToken(12_345, 6, key));
    if (!token) throw new Error('the token is not parsed');
    expect(proveToken({ ...token, selector: 12_346 }, 6, [key])).toBeUndefined();
    expect(proveToken(token, 6, [otherKey])).toBeUndefined();
    expect(proveToken(token, 6, [])).toBeUndefined();
  });

  test('is of the whole generation, not of the 14 bits that the token shows', () => {
    const shown = (generation: number) =>
      parseRefreshToken(formatRefreshToken(1, generation, key))?.generationBits;
    expect(shown(3)).toBe(shown(3 + 2 ** 14));
    expect(prove(formatRefreshToken(1, 3, key), 3 + 2 ** 14)).toEqual({ generation: 3, keyId: 1 });
    expect(prove(formatRefreshToken(1, 3 + 2 ** 14, key), 3 + 2 ** 14)?.generation).toBe(3 + 2 ** 14);
  });

  test.each([0, 1, 8_191, 8_192, 8_193, 16_384, 1_000_000])(
    'with the row at generation %d, it holds up to 8,191 generations ahead and no further',
    (stored) => {
      const ahead = (by: number) => prove(formatRefreshToken(42, stored + by, key), stored)?.generation;
      expect(ahead(catchUpLimit)).toBe(stored + 8_191);
      for (const beyond of [8_192, 8_193, 10_000, 16_383, 16_384, 16_385, 50_000]) {
        expect(ahead(beyond), `${beyond} ahead`).toBeUndefined();
      }
    },
  );

  test('is found among several keys, whichever comes first, and says which it was', () => {
    const token = formatRefreshToken(77, 20_000, otherKey);
    const expected = { generation: 20_000, keyId: otherKey.id };
    expect(prove(token, 20_001, [key, otherKey])).toEqual(expected);
    expect(prove(token, 20_001, [otherKey, key])).toEqual(expected);
  });
});
