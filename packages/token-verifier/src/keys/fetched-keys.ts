import type { Clock } from '../clock.ts';
import { fetchText, type Fetch } from '../fetch-text.ts';
import { TokenError } from '../token-error.ts';
import { parseJwks } from './jwks.ts';
import type { KeySource } from './key-source.ts';
import type { VerificationKey } from './verification-key.ts';

const limits = { timeoutMs: 5_000, largestBytes: 256 * 1_024 };
/** Between two requests, whatever tokens come in: nobody can make this service flood the other one. */
const cooldownMs = 5_000;
/** How long keys are fresh: as long as the answer says, within these bounds. */
const freshMs = { least: 30_000, unsaid: 300_000, most: 3_600_000 };
/** What was signed before is expired by then, and a key that was withdrawn must not be good for ever. */
const longestUseMs = 24 * 3_600_000;

interface KeySet {
  readonly keys: ReadonlyMap<string, VerificationKey>;
  readonly fetchedAt: number;
  readonly freshUntil: number;
}

/**
 * The keys of a JWK set, fetched with the first token. From then on no token waits: what is no longer fresh is fetched
 * anew beside the work, and while that fails the known keys go on for a day.
 *
 * @param use keys that say to be for another use are passed over.
 */
export function createFetchedKeys(
  url: string,
  use: string,
  { fetch, clock }: { fetch: Fetch; clock: Clock },
): KeySource {
  let known: KeySet | undefined;
  let underWay: Promise<void> | undefined;
  let lastAttemptAt = -Infinity;
  let lastError: unknown;

  /** One request at a time, for all who want it. @returns undefined where it is too early for another one. */
  function load(): Promise<void> | undefined {
    if (underWay) return underWay;
    if (clock.elapsed() - lastAttemptAt < cooldownMs) return undefined;
    lastAttemptAt = clock.elapsed();
    underWay = fetchKeys()
      .then(
        (set) => {
          known = set;
          lastError = undefined;
        },
        (error: unknown) => {
          lastError = error;
        },
      )
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  }

  async function fetchKeys(): Promise<KeySet> {
    const fetchedAt = clock.elapsed();
    const { text, headers } = await fetchText(fetch, clock, url, limits);
    const keys = await parseJwks(text, use);
    return { keys, fetchedAt, freshUntil: fetchedAt + freshFor(headers.get('cache-control')) };
  }

  function usable(): KeySet | undefined {
    return known && clock.elapsed() - known.fetchedAt < longestUseMs ? known : undefined;
  }

  return {
    async find(kid) {
      // Every key that Latchkey publishes has a name, and so has every token.
      if (kid === undefined) return [];
      const set = usable();
      if (set && clock.elapsed() >= set.freshUntil) void load();
      if (!set?.keys.has(kid)) await load();
      const current = usable();
      const key = current?.keys.get(kid);
      if (key) return [key];
      // A key may have been added that could not be learnt of.
      if (!current || lastError !== undefined) {
        throw new TokenError('keys_unavailable', `The keys could not be fetched from ${url}.`, {
          cause: lastError,
        });
      }
      return [];
    },
  };
}

/** `Cache-Control: max-age` (RFC 9111, section 5.2.2.1), within our bounds. */
function freshFor(cacheControl: string | null): number {
  const header = cacheControl ?? '';
  if (/\bno-(store|cache)\b/i.test(header)) return freshMs.least;
  const seconds = /\bmax-age=(\d{1,9})\b/i.exec(header)?.[1];
  if (seconds === undefined) return freshMs.unsaid;
  return Math.min(Math.max(Number(seconds) * 1_000, freshMs.least), freshMs.most);
}
