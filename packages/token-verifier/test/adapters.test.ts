import express from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimsOf, requireToken as forExpress } from '../src/adapters/express.ts';
import { requireToken as forFastify } from '../src/adapters/fastify.ts';
import type { GuardOptions } from '../src/adapters/guard.ts';
import { requireToken as forHono } from '../src/adapters/hono.ts';
import { createVerifier, type AccessTokenClaims } from '../src/index.ts';
import { createIssuer, issuerUrl, sharedSecret } from './support/issuer.ts';

const honest = createIssuer('HS256');
const verifier = createVerifier({ issuer: issuerUrl, key: sharedSecret });
const helpless = createVerifier({ issuer: issuerUrl, fetch: () => Promise.reject(new Error('away')) });
const broken = { ...verifier, verify: () => Promise.reject(new Error('a fault of our own')) };

const only7: GuardOptions = { allow: ({ user_id: id }: AccessTokenClaims) => Promise.resolve(id === 7) };
const nobody: GuardOptions = {
  allow: () => {
    throw new Error('a fault of our own');
  },
};

/** Serves the same six paths; `/open/` has no guard. */
interface Framework {
  start(): Promise<{ url: string; stop: () => unknown }>;
}

const frameworks: Record<string, Framework> = {
  fastify: {
    async start() {
      const app = fastify();
      app.get('/who/', { onRequest: forFastify(verifier) }, (request) => ({ id: request.claims?.user_id }));
      app.post<{ Body: { score: number }; Reply: { score: number } }>(
        '/who/',
        { preHandler: [forFastify(verifier)] },
        (request) => ({ score: request.body.score }),
      );
      app.get('/only-7/', { onRequest: forFastify(verifier, only7) }, () => ({ ok: true }));
      app.get('/helpless/', { onRequest: forFastify(helpless) }, () => ({ ok: true }));
      app.get('/broken/', { onRequest: forFastify(broken) }, () => ({ ok: true }));
      app.get('/nobody/', { onRequest: forFastify(verifier, nobody) }, () => ({ ok: true }));
      app.get('/open/', (request) => ({ id: claimsOf(request).user_id }));
      return { url: await app.listen({ host: '127.0.0.1', port: 0 }), stop: () => app.close() };
    },
  },
  express: {
    async start() {
      const app = express();
      app.set('env', 'test');
      app.get('/who/', forExpress(verifier), (request, response) => {
        response.json({ id: claimsOf(request).user_id });
      });
      app.post('/who/', express.json(), forExpress(verifier), (request, response) => {
        response.json(request.body);
      });
      app.get(
        '/only-7/',
        forExpress(verifier, only7),
        (_request, response) => void response.json({ ok: true }),
      );
      app.get('/helpless/', forExpress(helpless), (_request, response) => void response.json({ ok: true }));
      app.get('/broken/', forExpress(broken), (_request, response) => void response.json({ ok: true }));
      app.get(
        '/nobody/',
        forExpress(verifier, nobody),
        (_request, response) => void response.json({ ok: true }),
      );
      app.get('/open/', (request, response) => void response.json({ id: claimsOf(request).user_id }));
      const server = createServer(app);
      await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo; // It listens on a port, not on a pipe.
      return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
    },
  },
  hono: {
    start() {
      const app = new Hono();
      app.onError((_error, context) => context.json({}, 500));
      app.get('/who/', forHono(verifier), (context) => context.json({ id: context.var.claims.user_id }));
      app.post('/who/', forHono(verifier), async (context) => context.json(await context.req.json()));
      app.get('/only-7/', forHono(verifier, only7), (context) => context.json({ ok: true }));
      app.get('/helpless/', forHono(helpless), (context) => context.json({ ok: true }));
      app.get('/broken/', forHono(broken), (context) => context.json({ ok: true }));
      app.get('/nobody/', forHono(verifier, nobody), (context) => context.json({ ok: true }));
      app.get('/open/', (context) => context.json({ id: claimsOf({}).user_id }));
      return serveFetch(async (request) => app.fetch(request));
    },
  },
};

describe.each(Object.keys(frameworks))('%s', (name) => {
  let url = '';
  let stop: () => unknown;
  beforeAll(async () => {
    const framework = frameworks[name];
    if (!framework) throw new Error(`There is no ${name}.`);
    ({ url, stop } = await framework.start());
  });
  afterAll(() => stop());

  const get = (path: string, authorization?: string) =>
    fetch(`${url}${path}`, authorization === undefined ? {} : { headers: { authorization } });

  async function expectRefusal(response: Response, status: number, code: string): Promise<void> {
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json(;|$)/);
    expect(await response.json()).toEqual({
      type: `${issuerUrl}/errors/${code}`,
      title: expect.any(String) as string,
      status,
      detail: expect.any(String) as string,
      code,
    });
    expect(response.status).toBe(status);
  }

  test('gives the claims of a valid token to the handler', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer  ']) {
      const response = await get('/who/', `${scheme} ${honest.token()}`);
      expect([response.status, await response.json()]).toEqual([200, { id: 7 }]);
    }
  });

  test('leaves the body to the handler', async () => {
    const response = await fetch(`${url}/who/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${honest.token()}`, 'content-type': 'application/json' },
      body: '{"score":5}',
    });
    expect(await response.json()).toEqual({ score: 5 });
  });

  test('asks for a token where there is none, and names no error', async () => {
    for (const authorization of [undefined, 'Basic dTpw', 'BearerX', honest.token()]) {
      const response = await get('/who/', authorization);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      await expectRefusal(response, 401, 'access_token_missing');
    }
  });

  test('says of an expired token that it has expired, and of all others that they are not valid', async () => {
    const expired = await get('/who/', `Bearer ${honest.token({ claims: { exp: 5 } })}`);
    expect(expired.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token", .*expired"$/);
    await expectRefusal(expired, 401, 'access_token_expired');
    const forged = createIssuer('EdDSA').token();
    for (const token of ['', 'a.b.c', 'x'.repeat(9_000), forged, `${honest.token()}x`]) {
      const response = await get('/who/', `Bearer ${token}`);
      expect(response.headers.get('www-authenticate')).toMatch(
        /^Bearer error="invalid_token", .*not valid"$/,
      );
      await expectRefusal(response, 401, 'access_token_invalid');
    }
  });

  test('lets in whom it is told to let in', async () => {
    expect((await get('/only-7/', `Bearer ${honest.token()}`)).status).toBe(200);
    const other = await get('/only-7/', `Bearer ${honest.token({ claims: { user_id: 8, sub: '8' } })}`);
    expect(other.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope"');
    await expectRefusal(other, 403, 'forbidden');
  });

  test('answers 503 where it cannot know, so that nobody is signed out for that', async () => {
    const response = await get('/helpless/', `Bearer ${createIssuer('ES256').token()}`);
    expect(response.headers.get('retry-after')).toBe('5');
    await expectRefusal(response, 503, 'unavailable');
  });

  test('leaves a fault that is not the caller’s to the error handler, and lets nobody in', async () => {
    expect((await get('/broken/', `Bearer ${honest.token()}`)).status).toBe(500);
    expect((await get('/nobody/', `Bearer ${honest.token()}`)).status).toBe(500);
  });

  test('gives no claims where nobody has verified a token', async () => {
    expect((await get('/open/', `Bearer ${honest.token()}`)).status).toBe(500);
  });
});

/** Hono speaks Request and Response alone: this is the little that lets Node's server speak them too. */
async function serveFetch(answer: (request: Request) => Promise<Response>) {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body: Buffer[] = [];
      for await (const part of incoming) body.push(part as Buffer); // No encoding is set: parts are bytes.
      const { method = 'GET', headers, url = '/' } = incoming;
      const init = { method, headers: new Headers(headers as Record<string, string>) };
      const withBody = body.length > 0 ? { ...init, body: Buffer.concat(body) } : init;
      const response = await answer(new Request(`http://localhost${url}`, withBody));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(await response.text());
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens on a port, not on a pipe.
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}
