import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createVerifier } from '../src/index.ts';
import { createIssuer, issuerUrl, sharedSecret, type Algorithm } from './support/issuer.ts';
import { refusal } from './support/refusal.ts';

const characters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= \n\0é');
const character = fc.constantFrom(...characters);

describe.each<Algorithm>(['HS256', 'ES256', 'EdDSA', 'RS256'])('of a valid token of %s', (algorithm) => {
  const honest = createIssuer(algorithm);
  const token = honest.token();
  const key = algorithm === 'HS256' ? sharedSecret : honest.jwk;
  const verifier = createVerifier({ issuer: issuerUrl, key });

  test('no change of characters is accepted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length),
        fc.nat(3),
        fc.array(character, { maxLength: 3 }).map((some) => some.join('')),
        async (at, removed, inserted) => {
          const changed = token.slice(0, at) + inserted + token.slice(at + removed);
          fc.pre(changed !== token);
          expect(await refusal(verifier, changed)).not.toBe('accepted');
        },
      ),
      { numRuns: 300 },
    );
  });

  test('no other last character is accepted, though it may stand for the same signature', async () => {
    const last = token.at(-1);
    for (const other of characters.filter((each) => each !== last)) {
      expect(await refusal(verifier, token.slice(0, -1) + other)).not.toBe('accepted');
    }
  });

  test('no parts of two tokens are accepted together', async () => {
    const other = honest.token({ claims: { user_id: 8, sub: '8' } });
    const [mine, yours] = [token.split('.'), other.split('.')];
    for (let mask = 1; mask < 7; mask++) {
      const mixed = mine.map((part, i) => ((mask >> i) & 1 ? yours[i] : part)).join('.');
      // The headers are the same: what has the payload and the signature of one token is that token.
      const isWhole = ((mask >> 1) & 1) === ((mask >> 2) & 1);
      expect(await refusal(verifier, mixed)).toBe(isWhole ? 'accepted' : 'bad_signature');
    }
  });
});

test('any text is refused with a code', async () => {
  const verifier = createVerifier({ issuer: issuerUrl, key: sharedSecret });
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.base64String({ maxLength: 80 }), { minLength: 2, maxLength: 4 })
      .map((parts) => parts.join('.')),
    fc
      .tuple(fc.jsonValue(), fc.jsonValue(), fc.string())
      .map((parts) => parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      expect(await refusal(verifier, text)).not.toBe('accepted');
    }),
    { numRuns: 500 },
  );
});
