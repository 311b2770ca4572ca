import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createClient, createMemoryStorage } from '../src/index.ts';
import { credentials } from './support/start-client.ts';

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this form.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([307, 308])('a password is not sent on to where a %i points', async (status) => {
  const seen: (string | undefined)[] = [];
  const stranger = await listen(({ url }, response) => {
    seen.push(url);
    response.end('{}');
  });
  const baseUrl = await listen(({ url }, response) => {
    response.writeHead(status, { location: `${stranger}${url}` }).end();
  });
  const client = createClient({ baseUrl, storage: createMemoryStorage() });
  onTestFinished(() => client.close());
  await expect(client.login(credentials)).rejects.toMatchObject({ status: 0 });
  expect(seen).toEqual([]);
});
