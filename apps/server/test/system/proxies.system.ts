import { request } from 'node:https';
import { request as plainRequest } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/postgres-server.ts';
import { startCaddy, startNginx, type Proxy, type ProxyPlan } from '../support/deployed-proxy.ts';
import { newInstallation, startServer } from '../support/server-process.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request as any client sends it; the certificate is nobody's. */
function ask(
  address: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const url = new URL(address);
    const send = url.protocol === 'https:' ? request : plainRequest;
    const options = { method, headers, rejectUnauthorized: false, agent: false as const };
    const call = send(url, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    call.on('error', reject).end(body);
  });
}

const asJson = { 'content-type': 'application/json' };
const json = (url: string, body: object, headers = {}): Promise<Answer> =>
  ask(url, { method: 'POST', headers: { ...asJson, ...headers }, body: JSON.stringify(body) });

async function begin(start: (plan: ProxyPlan) => Proxy, nodePorts: readonly number[]): Promise<Proxy> {
  const proxy = start({ port: await freePort(), tlsPort: await freePort(), nodePorts });
  const isThere = (): Promise<boolean> =>
    ask(`${proxy.url}/`).then(
      () => true,
      () => proxy.process.hasEnded(),
    );
  await eventually(`a proxy that answers`, isThere);
  expect(proxy.process.hasEnded(), proxy.process.stderr()).toBe(false);
  return proxy;
}

describe.each([
  ['nginx', startNginx],
  ['Caddy', startCaddy],
])('%s, as it is configured in deploy/', (_name, start) => {
  test('tells the server who asks, whatever the client claims, and passes on what is long or large', async () => {
    const server = await startServer(await newInstallation('SQLite', { TRUST_PROXY: '1' }));
    const { url } = await begin(start, [server.port]);
    await eventually(
      'a node that the proxy knows of',
      async () => (await ask(`${url}/health/ready`)).status === 200,
    );

    const account = { email: 'user@example.com', password: 'a password that is long' };
    const forged = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7', forwarded: 'for=203.0.113.9' };
    expect((await json(`${url}/api/register/`, account, forged)).status).toBe(201);
    const login = await json(`${url}/api/login/`, account, forged);
    const { access_token } = JSON.parse(login.text) as { access_token: string };
    const sessions = await ask(`${url}/api/me/sessions/`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(sessions.text).toMatch(/127\.0\.0\.1|::1/);
    expect(sessions.text).not.toMatch(/203\.0\.113|198\.51\.100/);

    // Refused by the server itself, in its own words.
    const large = await json(`${url}/api/login/`, { ...account, padding: 'x'.repeat(70_000) });
    expect([large.status, large.headers['content-type']]).toEqual([
      413,
      'application/problem+json; charset=utf-8',
    ]);

    // The feed answers at once what its follower does not have, then keeps it waiting.
    const feed = await ask(`${url}/.well-known/revoked-sessions`);
    expect(feed.status).toBe(200);
    const etag = String(feed.headers['etag']);
    const waited = await ask(`${url}/.well-known/revoked-sessions?wait=3`, {
      headers: { 'if-none-match': etag },
    });
    expect([200, 304]).toContain(waited.status);
    expect((await ask(`${url}/admin/`)).headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('sends a request that changes something once, also where the node drops it, and others to another node', async () => {
    const heard: string[] = [];
    // A node that seems well, reads a request and dies of it.
    const dying = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (data: Buffer) => {
        const [line = ''] = data.toString('latin1').split('\r\n', 1);
        if (line.includes('/health/')) {
          socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok');
          return;
        }
        heard.push(line);
        socket.destroy();
      });
    });
    await new Promise<void>((resolve) => dying.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void dying.close());
    const dyingPort = (dying.address() as AddressInfo).port;
    const { url } = await begin(start, [dyingPort, dyingPort]);
    heard.length = 0;
    const answer = await json(`${url}/api/refresh/`, { refresh_token: 'x' });
    expect(answer.status).toBe(502);
    expect(heard).toEqual(['POST /api/refresh/ HTTP/1.1']);

    // Where nobody listens nothing was sent: then another node gets it.
    const server = await startServer(await newInstallation('SQLite', { TRUST_PROXY: '1' }));
    const other = await begin(start, [await freePort(), server.port]);
    for (let i = 0; i < 5; i += 1) {
      const { status } = await json(`${other.url}/api/register/`, {
        email: `user${i}@example.com`,
        password: 'a password that is long',
      });
      expect(status).toBe(201);
    }
  });
});

test('nginx leads from http to https, with the whole address', async () => {
  const port = await freePort();
  const server = await startServer(await newInstallation('SQLite'));
  await begin((plan) => startNginx({ ...plan, port }), [server.port]);
  const { status, headers } = await ask(`http://localhost:${port}/account/?next=a%20b`);
  expect([status, headers['location']]).toEqual([308, 'https://localhost/account/?next=a%20b']);
});
