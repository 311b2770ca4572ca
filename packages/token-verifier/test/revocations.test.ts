import { describe, expect, onTestFinished, test } from 'vitest';
import { createVerifier, type RevocationOptions } from '../src/index.ts';
import { createFeedServer, silence } from './support/feed-server.ts';
import { createIssuer, hmac, issuerUrl, sharedSecret } from './support/issuer.ts';
import { refusal } from './support/refusal.ts';
import { createTestClock } from './support/test-clock.ts';

function stage(options: Partial<RevocationOptions> = {}) {
  const clock = createTestClock();
  const honest = createIssuer('EdDSA', 'key-1', () => clock.now());
  const server = createFeedServer(clock, [honest.jwk]);
  const verifier = createVerifier({
    issuer: issuerUrl,
    clock,
    fetch: server.fetch,
    revocations: { onStale: 'reject', ...options },
  });
  onTestFinished(() => verifier.close());
  const verdict = (sid = 'a-session-id-016') => refusal(verifier, honest.token({ claims: { sid } }));
  /** Until the follower has taken in what the server says now. */
  const told = (sid: string, code: string) =>
    expect
      .poll(
        () => {
          // The pause between two polls, and the back-off after a failure.
          clock.advance(0.5);
          return verdict(sid);
        },
        { interval: 2, timeout: 5_000 },
      )
      .toBe(code);
  return { clock, honest, server, verifier, verdict, told };
}

describe('the feed', () => {
  test('is asked for with the first token, not before, and once for all', async () => {
    const { server, verdict } = stage();
    server.publish(server.feed());
    expect(server.polls).toEqual([]);
    await Promise.all(Array.from({ length: 20 }, () => verdict()));
    expect(server.polls).toEqual([`${issuerUrl}/.well-known/revoked-sessions?wait=20`]);
  });

  test('refuses the tokens of the sessions in it, and no others', async () => {
    const { server, verdict } = stage();
    server.publish(server.feed({ claims: { sessions: ['gone', 'also-gone'] } }));
    expect(await verdict('gone')).toBe('revoked');
    expect(await verdict('also-gone')).toBe('revoked');
    expect(await verdict('going-on')).toBe('accepted');
  });

  test('refuses what was issued before a time, where there were too many to name', async () => {
    const { server, clock, honest, verifier } = stage();
    const iat = Math.floor(clock.now() / 1_000);
    server.publish(server.feed({ claims: { not_before: iat - 10 } }));
    expect(await refusal(verifier, honest.token({ claims: { iat: iat - 10 } }))).toBe('revoked');
    expect(await refusal(verifier, honest.token({ claims: { iat: iat - 9 } }))).toBe('accepted');
  });

  test('is followed: what comes later holds from then on', async () => {
    const { server, verdict, told } = stage();
    server.publish(server.feed(), 'W/"first"');
    expect(await verdict('late')).toBe('accepted');
    server.answer((signal) =>
      server.tags.at(-1) === 'W/"second"'
        ? silence(signal)
        : Response.json(
            { feed: server.feed({ claims: { seq: 2, sessions: ['late'] } }) },
            { headers: { etag: 'W/"second"' } },
          ),
    );
    await told('late', 'revoked');
    expect(server.tags.slice(0, 2)).toEqual([null, 'W/"first"']);
  });

  test('is not asked for a token that is refused anyway', async () => {
    const { server, verifier } = stage();
    expect(await refusal(verifier, createIssuer('EdDSA').token())).toBe('bad_signature');
    expect(server.polls).toEqual([]);
  });

  test('is no longer asked for once the verifier is closed', async () => {
    const { server, verifier, verdict, clock } = stage();
    server.publish(server.feed());
    await verdict();
    await expect.poll(() => server.polls.length, { interval: 2 }).toBe(1);
    verifier.close();
    const polls = server.polls.length;
    for (let i = 0; i < 20; i++) {
      clock.advance(10);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.polls).toHaveLength(polls);
  });
});

describe('an old feed', () => {
  test.each([
    ['lower', 4],
    ['the same', 5],
  ])('of an earlier time is not gone back to; its number: %s', async (_what, seq) => {
    const { server, verdict, told, clock } = stage();
    const old = server.feed({ claims: { seq } });
    clock.advance(2);
    server.publish(server.feed({ claims: { seq: 5, sessions: ['gone'] } }));
    expect(await verdict('gone')).toBe('revoked');
    server.answer(() => Response.json({ feed: old }));
    await told('gone', 'revoked');
    const polls = server.polls.length;
    await expect
      .poll(() => (clock.advance(0.5), server.polls.length), { interval: 2, timeout: 5_000 })
      .toBeGreaterThan(polls + 3);
    expect(await verdict('gone')).toBe('revoked');
  });

  test('with a new time and a lower number is a lagging node’s, and not taken either', async () => {
    const { server, verdict, clock } = stage();
    server.publish(server.feed({ claims: { seq: 5, sessions: ['gone'] } }));
    expect(await verdict('gone')).toBe('revoked');
    server.answer(() => Response.json({ feed: server.feed({ claims: { seq: 4 } }) }));
    for (let i = 0; i < 20; i++) {
      clock.advance(1);
      expect(await verdict('gone')).toBe('revoked');
    }
  });

  test('is taken after a minute: the database was restored from a copy', async () => {
    const { server, verdict, told } = stage({ maxFeedAge: 3_600 });
    server.publish(server.feed({ claims: { seq: 500, sessions: ['gone'] } }));
    expect(await verdict('gone')).toBe('revoked');
    server.answer(() => Response.json({ feed: server.feed({ claims: { seq: 4 } }) }));
    await told('gone', 'accepted');
  });

  test('does not count for a verifier that has just been started', async () => {
    const { server, verdict, clock } = stage();
    const old = server.feed();
    clock.advance(120);
    server.publish(old);
    expect(await verdict()).toBe('feed_stale');
  });
});

describe('a feed that cannot be had', () => {
  test('is stale after its time: tokens are rejected, or accepted, as it was chosen', async () => {
    for (const [onStale, code] of [
      ['reject', 'feed_stale'],
      ['accept', 'accepted'],
    ] as const) {
      const { server, verdict, clock } = stage({ onStale, maxFeedAge: 30 });
      server.publish(server.feed({ claims: { sessions: ['gone'] } }));
      expect(await verdict()).toBe('accepted');
      server.answer(() => Promise.reject(new Error('the server is gone')));
      clock.advance(34);
      expect(await verdict()).toBe('accepted');
      clock.advance(3);
      expect(await verdict()).toBe(code);
      // What has ended has ended, however old the news.
      expect(await verdict('gone')).toBe('revoked');
    }
  });

  test('holds up the first token for as long as one attempt takes, and then nobody', async () => {
    const { server, verdict, clock } = stage({ onStale: 'accept' });
    server.answer(silence);
    const first = verdict();
    await expect.poll(() => server.polls.length, { interval: 2 }).toBe(1);
    clock.advance(25);
    expect(await first).toBe('accepted');
    expect(await verdict()).toBe('accepted');
  });

  test('is fresh again when the server is back', async () => {
    const { server, verdict, told } = stage();
    server.answer(() => new Response(null, { status: 503 }));
    expect(await verdict()).toBe('feed_stale');
    server.answer(() => Response.json({ feed: server.feed() }));
    await told('any', 'accepted');
  });

  test('is asked for ever more seldom', async () => {
    const { server, verdict, clock } = stage({ onStale: 'accept' });
    server.answer(() => new Response(null, { status: 500 }));
    await verdict();
    for (let second = 0; second < 100; second++) {
      clock.advance(1);
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.polls.length).toBeGreaterThan(3);
    expect(server.polls.length).toBeLessThan(30);
  });

  test('stays what it is while an answer says that nothing has changed: nobody has signed that', async () => {
    const { server, verdict, clock } = stage({ maxFeedAge: 30 });
    server.publish(server.feed());
    expect(await verdict()).toBe('accepted');
    server.answer(() => new Response(null, { status: 304 }));
    for (let i = 0; i < 40; i++) {
      clock.advance(1);
      await verdict();
    }
    expect(await verdict()).toBe('feed_stale');
  });
});

describe('a forged feed', () => {
  const thief = createIssuer('EdDSA', 'feed');
  type Server = ReturnType<typeof stage>['server'];
  type Honest = ReturnType<typeof stage>['honest'];
  const forgeries: [string, (server: Server, honest: Honest) => unknown][] = [
    [
      'signed with the key of access tokens',
      (_server, honest) =>
        honest.token({ header: { typ: 'latchkey-revocations+jwt' }, claims: { seq: 1, sessions: [] } }),
    ],
    [
      'signed by somebody else',
      () => thief.token({ header: { typ: 'latchkey-revocations+jwt' }, claims: { seq: 1, sessions: [] } }),
    ],
    [
      'signed with the shared secret',
      (server) => server.feed({ header: { alg: 'HS256' }, signer: hmac(sharedSecret) }),
    ],
    ['not signed', (server) => server.feed({ header: { alg: 'none' } })],
    ['of another type', (server) => server.feed({ header: { typ: 'at+jwt' } })],
    ['of another issuer', (server) => server.feed({ claims: { iss: 'https://evil.example.com' } })],
    ['from the future', (server) => server.feed({ claims: { iat: 9_999_999_999 } })],
    ['without a number', (server) => server.feed({ claims: { seq: undefined } })],
    ['without a list', (server) => server.feed({ claims: { sessions: 'all' } })],
    ['with a list of numbers', (server) => server.feed({ claims: { sessions: [5] } })],
    ['without a time', (server) => server.feed({ claims: { iat: undefined } })],
    ['with a time that is a text', (server) => server.feed({ claims: { not_before: '0' } })],
    ['that is no feed', () => 'feed'],
    ['that is nothing', () => undefined],
    [
      'larger than a megabyte',
      (server) => server.feed({ claims: { sessions: Array.from({ length: 60_000 }, () => 'x'.repeat(16)) } }),
    ],
  ];
  test.each(forgeries)('%s is none', async (_what, forge) => {
    const { server, honest, verdict } = stage();
    server.answer(() => Response.json({ feed: forge(server, honest) }));
    expect(await verdict()).toBe('feed_stale');
  });

  test('a feed is no access token, though it is signed by Latchkey', async () => {
    const { server, verifier } = stage();
    expect(await refusal(verifier, server.feed())).toBe('wrong_type');
    expect(await refusal(verifier, server.feed({ header: { typ: 'at+jwt' } }))).toBe('unknown_key');
  });
});

test.each([
  ['no choice', {}, /onStale/],
  ['another choice', { onStale: 'maybe' }, /onStale/],
  ['an age of a second', { onStale: 'accept', maxFeedAge: 1 }, /maxFeedAge/],
  ['an address that is none', { onStale: 'accept', url: 'feed' }, /revocations\.url/],
])('%s is refused where the verifier is made', (_what, revocations, message) => {
  // What a caller without types may give.
  expect(() => createVerifier({ issuer: issuerUrl, revocations: revocations as never })).toThrow(message);
});
