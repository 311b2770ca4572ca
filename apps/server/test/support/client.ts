import { Agent, request } from 'node:http';
import { checkAgainstDocument } from './check-against-document.ts';
import { checkAnswerHeaders } from './check-answer-headers.ts';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: AnswerBody;
}

/** The fields of all answers. A test looks at those that it expects. */
export interface AnswerBody extends TokenPair, SessionItem {
  readonly email: string;
  readonly username: string;
  readonly expires_in: number;
  readonly refresh_expires_in: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: Readonly<Record<string, readonly string[]>>;
  readonly items: readonly SessionItem[];
  readonly next: string | null;
}

export interface SessionItem {
  readonly id: string;
  readonly device: string;
  readonly address: string;
  readonly current: boolean;
}

export interface TokenPair {
  readonly access_token: string;
  readonly refresh_token: string;
}

export interface Client {
  readonly url: string;
  send(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: OutgoingHttpHeaders },
  ): Promise<Answer>;
  get(path: string, accessToken?: string): Promise<Answer>;
  post(path: string, body: unknown, headers?: OutgoingHttpHeaders): Promise<Answer>;
  put(path: string, body: unknown, accessToken: string): Promise<Answer>;
  /** Registers an account; throws unless that succeeds. */
  register(email?: string, password?: string): Promise<{ id: number; email: string; password: string }>;
  /** Logs in; throws unless that succeeds. */
  login(email?: string, password?: string): Promise<TokenPair>;
  refresh(refreshToken: string, idempotencyKey?: string): Promise<Answer>;
  logout(refreshToken: string): Promise<Answer>;
}

export const defaultEmail = 'user@example.com';
export const defaultPassword = 'correct horse battery';

export function bearer(accessToken: string): OutgoingHttpHeaders {
  return { authorization: `Bearer ${accessToken}` };
}

/**
 * A client of the API, over real connections. A text or bytes as body are sent as they are, anything else as JSON.
 *
 * @param isProxied the answers come through a proxy, which says what it is.
 */
export function createClient(url: string, { isProxied = false } = {}): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });

  const exchange: Client['send'] = (method, path, { body, headers = {} } = {}) =>
    new Promise((resolve, reject) => {
      const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
      const payload = body === undefined || isRaw ? body : JSON.stringify(body);
      const defaults = isRaw || body === undefined ? {} : { 'content-type': 'application/json' };
      const sent = request(
        `${url}${path}`,
        { method, agent, headers: { ...defaults, ...headers } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            const isJson = /json/.test(response.headers['content-type'] ?? '');
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              // An answer without JSON has no fields to look at, and one to HEAD has no body.
              body: (isJson && text !== '' ? JSON.parse(text) : {}) as AnswerBody,
            });
          });
        },
      );
      sent.on('error', reject);
      // Node sends no length for a DELETE by itself, and then the body would be cut off.
      if (payload !== undefined) sent.setHeader('content-length', Buffer.byteLength(payload));
      sent.end(payload);
    });

  /** Every answer of the whole test suite has its headers, and is as the document says. */
  const send: Client['send'] = async (method, path, options) => {
    const answer = await exchange(method, path, options);
    const { status, headers, body } = answer;
    checkAnswerHeaders(`${method} ${path}`, isProxied ? { ...headers, server: undefined } : headers);
    checkAgainstDocument(method, path, { status, contentType: headers['content-type'], body });
    return answer;
  };

  const post: Client['post'] = (path, body, headers = {}) => send('POST', path, { body, headers });

  async function expectSuccess(answer: Promise<Answer>): Promise<Answer> {
    const settled = await answer;
    if (settled.status >= 300) throw new Error(`unexpected answer ${settled.status}: ${settled.text}`);
    return settled;
  }

  return {
    url,
    send,
    post,
    get: (path, accessToken) =>
      send('GET', path, { headers: accessToken === undefined ? {} : bearer(accessToken) }),
    put: (path, body, accessToken) => send('PUT', path, { body, headers: bearer(accessToken) }),
    register: async (email = defaultEmail, password = defaultPassword) => {
      const { body } = await expectSuccess(post('/api/register/', { email, password }));
      return { id: Number(body.id), email: body.email, password };
    },
    login: async (email = defaultEmail, password = defaultPassword) =>
      (await expectSuccess(post('/api/login/', { email, password }))).body,
    refresh: (refreshToken, idempotencyKey) =>
      post(
        '/api/refresh/',
        { refresh_token: refreshToken },
        idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
      ),
    logout: (refreshToken) => post('/api/logout/', { refresh_token: refreshToken }),
  };
}
