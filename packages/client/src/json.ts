import { readProblem, unreachable } from './api-problem.ts';

export interface JsonOptions {
  readonly method?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export type Json = <T>(path: string, options?: JsonOptions) => Promise<T>;

/** JSON in and out; every answer that is no success, and no answer, becomes an ApiProblem. */
export function createJson(fetchPath: (path: string, init: RequestInit) => Promise<Response>): Json {
  return async function json<T>(path: string, { method = 'GET', body, signal }: JsonOptions = {}) {
    const response = await fetchPath(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }).catch(toProblem);
    if (!response.ok) throw await readProblem(response);
    // The caller names the type of the answer, as the API's documentation gives it.
    return (response.status === 204 ? undefined : await response.json().catch(toProblem)) as T;
  };
}

/** A broken connection; what the caller stopped, and what is a problem already, stays as it is. */
function toProblem(error: unknown): never {
  throw error instanceof TypeError || error instanceof SyntaxError ? unreachable(error) : error;
}
