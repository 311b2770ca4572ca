import { describe, expect, test } from 'vitest';
import { createVerifier, type Fetch } from '../src/index.ts';
import { first, fresh, second, settled, stage } from './support/fetching-stage.ts';
import { refusal } from './support/refusal.ts';

describe('keys are fetched', () => {
  test('from below the issuer, where no address is given', async () => {
    const urls: string[] = [];
    const fetch: Fetch = (url) => {
      urls.push(url);
      return Promise.resolve(Response.json({ keys: [first.jwk] }));
    };
    for (const issuer of ['https://auth.example.com', 'https://example.com/auth/']) {
      const verifier = createVerifier({ issuer, fetch });
      expect(await refusal(verifier, first.token({ claims: { iss: issuer } }))).toBe('accepted');
    }
    expect(urls).toEqual([
      'https://auth.example.com/.well-known/jwks.json',
      'https://example.com/auth/.well-known/jwks.json',
    ]);
  });

  test('with the first token, not before, and once for all who come together', async () => {
    const { server, verifier } = await stage();
    expect(server.requests()).toBe(0);
    const answers = await Promise.all(Array.from({ length: 50 }, () => refusal(verifier, first.token())));
    expect(new Set(answers)).toEqual(new Set(['accepted']));
    expect(server.requests()).toBe(1);
  });

  test('anew when a token names a key that was added since', async () => {
    const set = await stage();
    expect(await refusal(set.verifier, fresh(first, set))).toBe('accepted');
    set.server.publish([first.jwk, second.jwk]);
    set.clock.advance(5);
    expect(await refusal(set.verifier, fresh(second, set))).toBe('accepted');
    expect(set.server.requests()).toBe(2);
  });

  test('and a key that was withdrawn is no longer good', async () => {
    const set = await stage();
    expect(await refusal(set.verifier, fresh(first, set))).toBe('accepted');
    set.server.publish([second.jwk]);
    set.clock.advance(301);
    await refusal(set.verifier, fresh(first, set));
    await settled(async () => (await refusal(set.verifier, fresh(first, set))) === 'unknown_key');
  });

  test('not for each token that names an unknown key: one request in five seconds', async () => {
    const set = await stage();
    for (let i = 0; i < 100; i++) {
      const forged = second.token({ header: { kid: `made-up-${i}` } });
      expect(await refusal(set.verifier, forged)).toBe('unknown_key');
    }
    expect(set.server.requests()).toBe(1);
    set.clock.advance(5);
    await Promise.all(Array.from({ length: 100 }, () => refusal(set.verifier, fresh(second, set))));
    expect(set.server.requests()).toBe(2);
  });

  test('not for a token without a name for its key', async () => {
    const set = await stage();
    expect(await refusal(set.verifier, first.token({ header: { kid: undefined } }))).toBe('unknown_key');
    expect(set.server.requests()).toBe(0);
  });
});

describe('while the server is away', () => {
  test('known keys go on for hours, and no token waits', async () => {
    const set = await stage();
    expect(await refusal(set.verifier, fresh(first, set))).toBe('accepted');
    set.server.answer((request) => void request.socket.destroy());
    for (let hour = 0; hour < 23; hour++) {
      set.clock.advance(3_600);
      await settled(async () => {
        expect(await refusal(set.verifier, fresh(first, set))).toBe('accepted');
        return set.server.requests() >= hour + 2;
      });
    }
  });

  test('a stalling answer holds nobody up who has a known key', async () => {
    const set = await stage();
    expect(await refusal(set.verifier, fresh(first, set))).toBe('accepted');
    set.server.answer(() => undefined);
    set.clock.advance(3_600);
    // The clock stands: were it waited for, this would never end.
    expect(await refusal(set.verifier, fresh(first, set))).toBe('accepted');
  });

  test('a day later its keys are no longer good', async () => {
    const set = await stage();
    expect(await refusal(set.verifier, fresh(first, set))).toBe('accepted');
    set.server.answer((request) => void request.socket.destroy());
    set.clock.advance(24 * 3_600);
    expect(await refusal(set.verifier, fresh(first, set))).toBe('keys_unavailable');
  });

  test('an unknown key is no fault of the token: it could not be looked up', async () => {
    const set = await stage();
    expect(await refusal(set.verifier, fresh(first, set))).toBe('accepted');
    set.server.answer((_request, response) => void response.writeHead(503).end());
    set.clock.advance(6);
    expect(await refusal(set.verifier, fresh(second, set))).toBe('keys_unavailable');
    set.server.publish([first.jwk, second.jwk]);
    set.clock.advance(6);
    expect(await refusal(set.verifier, fresh(second, set))).toBe('accepted');
  });

  test('the first token is told so, the next ones at once, and a little later all is well', async () => {
    const set = await stage();
    set.server.answer((_request, response) => void response.writeHead(500).end());
    for (let i = 0; i < 20; i++) expect(await refusal(set.verifier, first.token())).toBe('keys_unavailable');
    expect(set.server.requests()).toBe(1);
    set.server.publish([first.jwk]);
    set.clock.advance(5);
    expect(await refusal(set.verifier, first.token())).toBe('accepted');
  });
});

describe('how long keys are fresh is said by Cache-Control, within bounds', () => {
  test.each([
    ['max-age=600', 599, 600],
    ['public, max-age=600, stale-if-error=86400', 599, 600],
    [undefined, 299, 300],
    ['private', 299, 300],
    ['max-age=nonsense', 299, 300],
    ['max-age=0', 29, 30],
    ['no-store', 29, 30],
    ['no-cache, max-age=600', 29, 30],
    ['max-age=99999999', 3_599, 3_600],
    ['max-age=99999999999999999999', 299, 300],
  ])('%s', async (cacheControl, stillFresh, stale) => {
    const set = await stage();
    set.server.publish([first.jwk], cacheControl === undefined ? {} : { 'cache-control': cacheControl });
    await set.verifier.verify(fresh(first, set));
    set.clock.advance(stillFresh);
    await set.verifier.verify(fresh(first, set));
    expect(set.server.requests()).toBe(1);
    set.clock.advance(stale - stillFresh);
    await set.verifier.verify(fresh(first, set));
    await settled(() => set.server.requests() === 2);
  });
});
