import { expect, test } from 'vitest';
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
