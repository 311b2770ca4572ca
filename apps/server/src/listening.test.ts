import { connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import fastify, { type FastifyInstance } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../test/support/postgres-server.ts';
import { drainOf } from './lib/draining.ts';
import { addressesOf, listen } from './listening.ts';

// All of 127.0.0.0/8 is this machine; 192.0.2.0/24 is nobody's (RFC 5737).
const [first, second, nobodys] = ['127.0.0.1', '127.0.0.2', '192.0.2.7'];

function createApp(answer: () => Promise<string> = () => Promise.resolve('answer')): FastifyInstance {
  const app = fastify({ return503OnClosing: false });
  app.addHook('preClose', () => drainOf(app.server).begin());
  app.get('/', answer);
  onTestFinished(() => app.close());
  return app;
}

/** Sends one request and returns all that comes back until the connection is closed. */
function ask(host: string, port: number, headers = ''): Promise<string> {
  const socket = connect(port, host);
  socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`);
  return text(socket);
}

test('a service answers on every address of its host, each with its own errors', async () => {
  const port = await freePort();
  const app = createApp();
  await listen(app, [first, second], port);
  for (const host of [first, second]) {
    expect(await ask(host, port, 'Connection: close\r\n')).toMatch(/^HTTP\/1\.1 200 [^]*answer$/);
    expect(await ask(host, port, 'no header\r\n')).toMatch(/^HTTP\/1\.1 400 [^]*"Client Error"/);
  }
});

test('a port that is taken on one of the addresses is taken', async () => {
  const port = await freePort();
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(port, second, resolve));
  onTestFinished(() => void holder.close());
  await expect(listen(createApp(), [first, second], port)).rejects.toThrow('EADDRINUSE');
  await expect(listen(createApp(), [second, first], port)).rejects.toThrow('EADDRINUSE');
});

test('an address that the machine does not have is passed over, unless there is no other', async () => {
  const port = await freePort();
  for (const addresses of [
    [nobodys, first],
    [first, nobodys],
  ]) {
    const app = createApp();
    await listen(app, addresses, port);
    expect(await ask(first, port, 'Connection: close\r\n')).toContain('answer');
    await app.close();
  }
  await expect(listen(createApp(), [nobodys], port)).rejects.toThrow('EADDRNOTAVAIL');
});

test.each([
  ['first', first],
  ['second', second],
])('closing waits for a request that came to the %s address', async (_name, host) => {
  const port = await freePort();
  let arrived = (): void => undefined;
  let answer = (): void => undefined;
  const hasArrived = new Promise<void>((resolve) => (arrived = resolve));
  const app = createApp(() => {
    arrived();
    return new Promise((resolve) => (answer = () => resolve('late answer')));
  });
  await listen(app, [first, second], port);
  const received = ask(host, port);
  await hasArrived;

  let isClosed = false;
  const closed = app.close().then(() => (isClosed = true));
  // Longer than unused connections are left open.
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(isClosed).toBe(false);
  answer();
  expect(await received).toMatch(/connection: close[^]*late answer$/i);
  await closed;
});

test('localhost means every address that it has', async () => {
  expect(await addressesOf('localhost')).toContain('127.0.0.1');
  expect(await addressesOf('192.0.2.7')).toEqual(['192.0.2.7']);
});
