import fastify from 'fastify';
import { expect, test } from 'vitest';
import { warnOfUnknownProxy } from '../../src/http/trusted-proxies.ts';
import { startApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';

onEveryDatabase('the address of a caller', (kind) => {
  async function addressSeen(trust: string | undefined, forwardedFor: string): Promise<string | undefined> {
    const app = await startApp(kind, { environment: { TRUST_PROXY: trust } });
    await app.register();
    const credentials = { email: 'user@example.com', password: 'correct horse battery' };
    const { access_token } = (await app.post('/api/login/', credentials, { 'x-forwarded-for': forwardedFor }))
      .body;
    return (await app.get('/api/me/sessions/', access_token)).body.items[0]?.address;
  }

  test('is that of the connection, whatever it claims', async () => {
    expect(await addressSeen(undefined, '203.0.113.7')).toBe('127.0.0.1');
  });

  test('comes from as many proxies as are trusted, and no further', async () => {
    expect(await addressSeen('1', '198.51.100.1, 203.0.113.7')).toBe('203.0.113.7');
    expect(await addressSeen('127.0.0.0/8', '198.51.100.1, 203.0.113.7')).toBe('203.0.113.7');
    expect(await addressSeen('10.0.0.0/8', '203.0.113.7')).toBe('127.0.0.1');
  });
});

test('a proxy that the server was not told of is said in the log once, and that it may be a pretence', async () => {
  const lines: string[] = [];
  const app = fastify({
    logger: { level: 'warn', stream: { write: (line: string) => void lines.push(line) } },
  });
  warnOfUnknownProxy(app);
  app.get('/', () => 'served');
  await app.inject('/');
  expect(lines).toEqual([]);
  await app.inject({ url: '/', headers: { 'x-forwarded-for': '203.0.113.7' } });
  await app.inject({ url: '/', headers: { forwarded: 'for=203.0.113.7' } });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('TRUST_PROXY is not set');
});
