import { ApiProblem, type Client } from '@latchkey/client';

/**
 * Calls our own service with the access token of who is signed in.
 *
 * @throws ApiProblem for every answer that is no success, and where there is no answer.
 */
export async function callService<T>(client: Client, path: string, init: RequestInit): Promise<T> {
  let response = await send(client, path, init);
  // Latchkey knows more: either the session is over, and the client tells its listeners why, or it goes on with a new
  // access token.
  if (response.status === 401 && (await client.restore({ always: true }))) {
    response = await send(client, path, init);
  }
  if (!response.ok) throw await toProblem(response);
  // The caller names the type, as the service declares it.
  return (await response.json()) as T;
}

async function send(client: Client, path: string, init: RequestInit): Promise<Response> {
  const token = await client.accessToken();
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  return fetch(path, { ...init, headers }).catch((cause: unknown) => {
    // What the page itself called off is no problem.
    if (init.signal?.aborted) throw cause;
    const [title, detail] = ['The scoreboard did not answer', 'Check the connection and try again.'];
    throw new ApiProblem({ status: 0, code: 'unreachable', title, detail }, { cause });
  });
}

/** Our service's errors have the form of Latchkey's (RFC 9457); what stands before it may answer something else. */
async function toProblem(response: Response): Promise<ApiProblem> {
  const unknown = {
    code: 'unknown',
    title: `The scoreboard answered ${response.status}`,
    detail: 'Try again.',
  };
  const document = (await response.json().catch(() => ({}))) as object;
  return new ApiProblem({ ...unknown, ...document, status: response.status });
}
