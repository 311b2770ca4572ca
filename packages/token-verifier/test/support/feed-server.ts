import { generateKeyPairSync, sign } from 'node:crypto';
import { issuerUrl, signed, type Json } from './issuer.ts';
import type { Fetch } from '../../src/index.ts';
import type { TestClock } from './test-clock.ts';

export type Answer = (signal: AbortSignal | null | undefined, url: string) => Response | Promise<Response>;

/** Answers for the feed, its keys and those of access tokens, as it is told at the moment. */
export interface FeedServer {
  readonly fetch: Fetch;
  /** The addresses that were asked for the feed. */
  readonly polls: string[];
  /** The tags that came with them. */
  readonly tags: (string | null)[];
  /** A feed of this moment, but for what is given. */
  feed(changes?: { header?: Json; claims?: Json; signer?: (input: string) => Buffer }): string;
  answer(next: Answer): void;
  /** Answers with this feed from now on: the first time at once, and then never, as nothing changes any more. */
  publish(feed: string, etag?: string): void;
}

export function createFeedServer(clock: TestClock, jwks: readonly unknown[] = []): FeedServer {
  const pair = generateKeyPairSync('ed25519');
  const jwk = {
    ...pair.publicKey.export({ format: 'jwk' }),
    kid: 'feed',
    alg: 'EdDSA',
    use: 'latchkey-revocations',
  };
  const polls: string[] = [];
  const tags: (string | null)[] = [];
  let answer: Answer = () => new Response(null, { status: 503 });
  return {
    polls,
    tags,
    feed: ({ header, claims, signer } = {}) =>
      signed(
        { alg: 'EdDSA', typ: 'latchkey-revocations+jwt', kid: 'feed', ...header },
        { iss: issuerUrl, iat: Math.floor(clock.now() / 1_000), seq: 1, sessions: [], ...claims },
        signer ?? ((input) => sign(null, Buffer.from(input), pair.privateKey)),
      ),
    answer: (next) => void (answer = next),
    publish: (feed, etag = `W/"${Math.random()}"`) => {
      let given = false;
      answer = (signal) => {
        if (given) return silence(signal);
        given = true;
        return Response.json({ feed }, { headers: { etag } });
      };
    },
    fetch: async (url, init) => {
      if (url.endsWith('/revoked-sessions/jwks.json')) return Response.json({ keys: [jwk] });
      if (url.endsWith('/jwks.json')) return Response.json({ keys: jwks });
      polls.push(url);
      tags.push(new Headers(init.headers).get('if-none-match'));
      return answer(init.signal, url);
    },
  };
}

/** No answer until the caller gives up. */
export function silence(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
  });
}
