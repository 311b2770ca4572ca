import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacSha256 } from './hmac-sha256.ts';

const bytes = (length: { min?: number; max: number }) =>
  fc.uint8Array({ minLength: length.min ?? 0, maxLength: length.max }).map((array) => Buffer.from(array));

// RFC 4231, sections 4.2 to 4.8, without that of the truncated output.
test.each([
  [Buffer.alloc(20, 0x0b), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    'Jefe',
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    Buffer.alloc(20, 0xaa),
    Buffer.alloc(50, 0xdd),
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  ],
  [
    Buffer.from(Array.from({ length: 25 }, (_, i) => i + 1)),
    Buffer.alloc(50, 0xcd),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
  [
    Buffer.alloc(131, 0xaa),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    Buffer.alloc(131, 0xaa),
    'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
])('is the one of RFC 4231: %#', (key, message, expected) => {
  expect(hmacSha256(Buffer.from(key))(message, 'hex')).toBe(expected);
});

test('is that of node:crypto for every key and every message, whatever came before', () => {
  fc.assert(
    fc.property(
      bytes({ max: 140 }),
      fc.array(
        fc.oneof(
          bytes({ max: 200 }),
          bytes({ min: 2_040, max: 2_060 }),
          fc.string({ unit: 'binary', maxLength: 90 }),
          fc.string({ unit: 'binary', minLength: 670, maxLength: 700 }),
        ),
        { minLength: 1, maxLength: 5 },
      ),
      fc.constantFrom('hex', 'base64url'),
      (key, messages, encoding) => {
        const mac = hmacSha256(key);
        for (const message of messages) {
          expect(mac(message, encoding)).toBe(createHmac('sha256', key).update(message).digest(encoding));
        }
      },
    ),
  );
});
