import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { bearer, type Answer } from './client.ts';
import type { ServerProcess } from './server-process.ts';

const cookieName = '__Host-latchkey_refresh';

/** Sends every kind of request that carries a secret. @returns the secrets. */
export async function useThoroughly(server: ServerProcess): Promise<Set<string>> {
  const email = `${randomUUID()}@example.com`;
  const secrets = new Set<string>();
  const secret = (name: string): string => {
    const made = `${name}-${randomUUID()}`;
    secrets.add(made);
    return made;
  };
  const keep = (answer: Answer): Answer => {
    const { access_token, refresh_token } = answer.body as Partial<Answer['body']>;
    for (const token of [access_token, refresh_token]) if (token !== undefined) secrets.add(token);
    return answer;
  };
  const send = async (...request: Parameters<ServerProcess['send']>): Promise<Answer> =>
    keep(await server.send(...request));
  const must = async (status: number, answering: Promise<Answer>): Promise<Answer> => {
    const answer = await answering;
    if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
    return answer;
  };
  const post = (path: string, body: unknown, headers = {}): Promise<Answer> =>
    send('POST', path, { body, headers });

  const password = secret('password');
  await must(201, post('/api/register/', { email, password }));
  await post('/api/register/', { email, password: secret('of-a-taken-address') });
  await post('/api/login/', { email, password: secret('wrong') });
  await post('/api/login/', { email: 'nobody@example.com', password: secret('of-nobody') });
  await sendMalformed(post, secret, email);

  const { body: pair } = await must(200, post('/api/login/', { email, password }));
  const key = secret('key').slice(0, 60);
  secrets.add(key);
  const first = { refresh_token: pair.refresh_token };
  await post('/api/refresh/', first, { 'idempotency-key': key });
  await post('/api/refresh/', first, { 'idempotency-key': key });
  await post('/api/refresh/', first, { 'idempotency-key': secret('another') });
  await post('/api/refresh/', first, { 'idempotency-key': `${secret('too-long')}${'x'.repeat(64)}` });
  await post('/api/refresh/', { refresh_token: secret('no-token') });
  const forged = randomUUID();
  secrets.add(forged);
  await post('/api/refresh/', { refresh_token: forged });
  await post('/api/logout/', { refresh_token: pair.refresh_token });

  const { body: live } = await must(200, post('/api/login/', { email, password }));
  const headers = bearer(live.access_token);
  await send('GET', '/api/me/', { headers });
  await send('GET', `/api/me/?access_token=${live.access_token}&password=${secret('in-the-query')}`, {
    headers,
  });
  await send('GET', `/no/such/path?token=${secret('in-another-query')}`);
  await send('GET', `/%zz?token=${secret('in-a-broken-path')}`);
  await send('GET', '/api/me/', { headers: bearer(secret('bearer')) });
  await send('GET', '/api/me/', { headers: { authorization: `Basic ${secret('basic')}` } });
  await send('PUT', '/api/me/', { body: { username: 'U', current_password: secret('guess') }, headers });
  const changed = secret('changed');
  const change = (current_password: string, new_password: string): Promise<Answer> =>
    post('/api/me/password/', { current_password, new_password }, headers);
  await change(secret('not-the-current'), changed);
  await must(200, change(password, changed));

  await post('/api/password-reset/confirm/', {
    token: secret('of-a-link'),
    new_password: secret('through-a-link'),
  });
  const setup = { token: secret('of-the-setup'), email, password: secret('of-the-admin') };
  await post('/api/admin/setup/', setup);
  await useCookie(server, secrets, { email, password: changed, refresh_token_in: 'cookie' });
  return secrets;
}

async function sendMalformed(
  post: (path: string, body: unknown, headers?: object) => Promise<Answer>,
  secret: (name: string) => string,
  email: string,
): Promise<void> {
  const json = { 'content-type': 'application/json' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  await post('/api/login/', `{"email":"${email}","password":"${secret('cut-off')}`, json);
  await post('/api/login/', `["${secret('in-a-list')}"]`, json);
  await post('/api/login/', { email, password: [secret('wrong-type')] });
  await post('/api/login/', { email: secret('in-the-wrong-field'), password: `${secret('nul')}\0` });
  await post('/api/login/', { email, password: 'x', [secret('as-a-name')]: 1 });
  await post('/api/login/', `email=${email}&password=${secret('in-a-form')}`, form);
  await post('/api/login/', `password=${secret('in-a-broken-form')}%zz`, form);
  await post('/api/login/', secret('as-text'), { 'content-type': 'text/plain' });
  await post('/api/register/', { email, password: secret('too-large').repeat(2_000) });
}

async function useCookie(server: ServerProcess, secrets: Set<string>, credentials: object): Promise<void> {
  const headers = { origin: server.environment['PUBLIC_URL'] };
  let cookie = '';
  const post = async (path: string, body: object): Promise<void> => {
    const answer = await server.post(path, body, { ...headers, cookie: `${cookieName}=${cookie}` });
    for (const set of answer.headers['set-cookie'] ?? []) {
      cookie = new RegExp(`^${cookieName}=([^;]+)`).exec(set)?.[1] ?? cookie;
    }
    if (!cookie) throw new Error(`no cookie was set: ${answer.text}`);
    secrets.add(cookie);
    if (answer.body.access_token) secrets.add(answer.body.access_token);
  };
  await post('/api/login/', credentials);
  await post('/api/refresh/', {});
  await post('/api/logout/', {});
  await post('/api/refresh/', {});
}

/** Sends bytes that need not be HTTP, and waits for the end of the connection. */
export async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  return text(socket);
}
