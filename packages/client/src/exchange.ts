import { ApiProblem, readProblem, unreachable } from './api-problem.ts';
import { wait, type Clock } from './clock.ts';

export interface Wire {
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** `include` where the refresh token is in a cookie. */
  readonly credentials: RequestCredentials;
}

/** What is longer on its way is taken for lost. */
const patienceMs = 10_000;

/**
 * POSTs JSON and reads the whole answer.
 *
 * @throws ApiProblem for a refusal; with status 0 for an answer that was lost, also in the middle, or is none of ours (the
 *   sign-in page of a hotel's network answers 200 to everything).
 */
export async function exchange(
  { baseUrl, fetch, clock, credentials }: Wire,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const late = new AbortController();
  const cancel = clock.after(patienceMs, () => late.abort());
  try {
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      credentials,
      cache: 'no-store',
      // A 307 or 308 would have the password or the refresh token sent on, to whatever origin it names.
      redirect: 'error',
      signal: late.signal,
    });
    if (!response.ok) throw await readProblem(response);
    return await response.json();
  } catch (error) {
    throw error instanceof ApiProblem ? error : unreachable(error);
  } finally {
    cancel();
  }
}

const pausesMs = [300, 1_000, 3_000];
const longestPauseMs = 10_000;

/**
 * Tries again what got no answer: lost, too much load, a fault. The pauses grow, vary by half so that many clients do not
 * come back together, and are at least as long as `Retry-After` says.
 *
 * @throws ApiProblem the last one, where it stays so, or where the server wants a longer pause than a user would wait.
 */
export async function untilAnswered<T>(clock: Clock, attempt: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiProblem) || !isNoAnswer(error)) throw error;
      const askedMs = (error.retryAfterSeconds ?? 0) * 1_000;
      if (askedMs > longestPauseMs) throw error;
      await wait(clock, askedMs + pauseMs * (0.5 + Math.random()));
    }
  }
  return attempt();
}

function isNoAnswer({ status }: ApiProblem): boolean {
  return status === 0 || status === 429 || status >= 500;
}
