import { describe, expect, test } from 'vitest';
import { createVerifier, type Fetch } from '../src/index.ts';
import { first, fresh, second, settled, stage } from './support/fetching-stage.ts';
import { issuerUrl } from './support/issuer.ts';
import type { KeyServer } from './support/key-server.ts';
import { refusal } from './support/refusal.ts';
import { createTestClock } from './support/test-clock.ts';

describe('a server that lies', () => {
  const lies: [string, (server: KeyServer) => void][] = [
    ['is empty', (server) => server.answer((_request, response) => void response.end())],
    ['says something else', (server) => server.answer((_request, response) => void response.end('<html>'))],
    ['sends null', (server) => server.answer((_request, response) => void response.end('null'))],
    [
      'has keys that are no list',
      (server) => server.answer((_request, response) => void response.end('{"keys":{}}')),
    ],
    ['answers 404', (server) => server.answer((_request, response) => void response.writeHead(404).end())],
    [
      'answers 206',
      (server) => server.answer((_request, response) => void response.writeHead(206).end('{"keys":[]}')),
    ],
    [
      'hangs up in the middle',
      (server) =>
        server.answer((_request, response) => {
          response.writeHead(200, { 'content-length': '10000' });
          response.write('{"keys":[', () => response.destroy());
        }),
    ],
    [
      'leads elsewhere',
      (server) => {
        const keys = JSON.stringify({ keys: [first.jwk, second.jwk] });
        server.answer((request, response) => {
          if (request.url === '/elsewhere') return void response.end(keys);
          response.writeHead(302, { location: '/elsewhere', 'content-type': 'application/json' }).end(keys);
        });
      },
    ],
    ['floods with keys', (server) => server.publish(Array.from({ length: 101 }, () => first.jwk))],
    [
      'floods without an end',
      (server) =>
        server.answer((_request, response) => {
          const more = (): void => {
            while (!response.destroyed && response.write(' '.repeat(65_536)));
          };
          response.on('drain', more);
          more();
        }),
    ],
  ];
  test.each(lies)('one that %s gives no key, and takes away none', async (_what, lie) => {
    const set = await stage();
    lie(set.server);
    expect(await refusal(set.verifier, fresh(first, set))).toBe('keys_unavailable');
    set.server.publish([first.jwk]);
    set.clock.advance(6);
    expect(await refusal(set.verifier, fresh(first, set))).toBe('accepted');
    lie(set.server);
    set.clock.advance(301);
    expect(await refusal(set.verifier, fresh(second, set))).toBe('keys_unavailable');
    expect(await refusal(set.verifier, fresh(first, set))).toBe('accepted');
  });

  test.each([
    ['before the head', ''],
    ['in the body', '{"keys":['],
  ])('one that stalls %s is waited for five seconds', async (_where, beginning) => {
    const set = await stage();
    set.server.answer((_request, response) => {
      if (beginning !== '') response.write(beginning);
    });
    const answer = refusal(set.verifier, fresh(first, set));
    await settled(() => set.server.requests() === 1);
    set.clock.advance(5);
    expect(await answer).toBe('keys_unavailable');
  });

  test('a fetch that minds no signal is waited for no longer', async () => {
    const clock = createTestClock();
    const fetch: Fetch = () => new Promise(() => undefined);
    const answer = refusal(createVerifier({ issuer: issuerUrl, fetch, clock }), first.token());
    await Promise.resolve();
    clock.advance(5);
    expect(await answer).toBe('keys_unavailable');
  });

  test('what is no key of ours is passed over', async () => {
    const set = await stage();
    set.server.publish([
      null,
      5,
      'key',
      [],
      {},
      { kty: 'EC' },
      { kty: 'AKP', kid: 'new', alg: 'ML-DSA-44', pub: 'AAAA' },
      { kty: 'EC', crv: 'P-521', kid: 'large', x: 'AAAA', y: 'AAAA' },
      { ...first.jwk, x: 'AAAA', kid: 'broken' },
      { ...first.jwk, x: 5, kid: 'number' },
      { kty: 'RSA', n: 'AAAA', e: 'AQAB', kid: 'weak' },
      { ...first.jwk, kid: undefined },
      { ...second.jwk, kid: 5 },
      { ...first.jwk, kid: 'encrypts', use: 'enc' },
      { ...first.jwk, kid: 'feed', use: 'latchkey-revocations' },
      { ...first.jwk, kid: 'signs', key_ops: ['sign'] },
      { ...first.jwk, ext: true, x5c: ['MIIB'], nbf: 5 },
      { ...second.jwk, kid: 'first' },
    ]);
    expect(await refusal(set.verifier, fresh(first, set))).toBe('accepted');
    for (const kid of [
      'encrypts',
      'feed',
      'signs',
      'large',
      'broken',
      'number',
      'weak',
      'new',
      '5',
      'undefined',
    ]) {
      const token = first.token({ header: { kid } });
      expect([kid, await refusal(set.verifier, token)]).toEqual([kid, 'unknown_key']);
    }
  });
});
