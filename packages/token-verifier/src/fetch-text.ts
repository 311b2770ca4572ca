import type { Clock } from './clock.ts';

/** `fetch`, or something that acts like it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface FetchLimits {
  /** For the whole answer, its body included. */
  readonly timeoutMs: number;
  readonly largestBytes: number;
}

export interface FetchedText {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Thrown where there is no usable answer. The cause, if there is one, says why. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
}

/**
 * Fetches a text that must not be large, and must not take long. Follows no redirect: keys come from the address that was
 * given, and from nowhere else.
 *
 * @throws FetchError for everything but 200 and 304.
 */
export async function fetchText(
  fetch: Fetch,
  clock: Clock,
  url: string,
  limits: FetchLimits,
  { headers, signal }: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<FetchedText> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  const callOff = clock.after(limits.timeoutMs, stop);
  signal?.addEventListener('abort', stop, { once: true });
  // Whatever stalls, and whether or not it minds the signal.
  const stopped = new Promise<never>((_resolve, reject) => {
    abort.signal.addEventListener('abort', () => reject(new FetchError(`${url} did not answer in time.`)));
  });
  if (signal?.aborted) stop();
  try {
    return await Promise.race([
      stopped,
      request(fetch, url, limits, { ...(headers && { headers }), signal: abort.signal }),
    ]);
  } catch (error) {
    if (error instanceof FetchError) throw error;
    throw new FetchError(`${url} could not be fetched.`, { cause: error });
  } finally {
    callOff();
    signal?.removeEventListener('abort', stop);
    // Lets go of what is still arriving.
    stop();
  }
}

async function request(
  fetch: Fetch,
  url: string,
  { largestBytes }: FetchLimits,
  init: RequestInit,
): Promise<FetchedText> {
  // Workers know no `redirect: 'error'`. Here a redirect is a status like any other that is not 200.
  const response = await fetch(url, { ...init, redirect: 'manual' });
  const { status, headers } = response;
  if (status === 304) return { status, headers, text: '' };
  if (status !== 200) throw new FetchError(`${url} answered with status ${status}.`);
  return { status, headers, text: await readBody(response, largestBytes, url) };
}

async function readBody(response: Response, largestBytes: number, url: string): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > largestBytes) throw new FetchError(`${url} answered with more than ${largestBytes} bytes.`);
    text += decoder.decode(value, { stream: true });
  }
}
