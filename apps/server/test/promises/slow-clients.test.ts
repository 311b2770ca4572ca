import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectionLimits, registerConnectionLimits } from '../../src/http/connection-limits.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { openRaw, readAnswers, type RawConnection } from '../support/raw-http.ts';

/** What takes seconds in production takes moments here. */
const impatient = {
  ...connectionLimits,
  headMs: 600,
  requestMs: 1_200,
  keepAliveMs: 300,
  unreadMs: 900,
  lingerMs: 200,
};
const head = (path: string, more = ''): string => `POST ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
const json = (length: number): string => `Content-Type: application/json\r\nContent-Length: ${length}\r\n`;

function connections(app: TestApp): Promise<number> {
  return new Promise((resolve, reject) => {
    app.service.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}

/** Sends a byte now and then, for as long as the connection takes it. */
function drip(connection: RawConnection, bytes: string): void {
  let sent = 0;
  const timer = setInterval(() => connection.write(bytes[sent++] ?? 'x'), 50);
  void connection.closed.then(() => clearInterval(timer));
}

describe('a slow client', () => {
  const start = (): Promise<TestApp> => startApp('SQLite', { connectionLimits: impatient });

  test('is answered 408 and let go, however it is slow, while honest requests go on', async () => {
    const app = await start();
    const slow = await Promise.all(Array.from({ length: 60 }, () => openRaw(app)));
    slow.forEach((connection, i) => {
      // A third says nothing at all, a third is slow with its head, a third with its body.
      if (i % 3 === 1) drip(connection, 'GET /api/ HTTP/1.1\r\nHost: a\r\nX: ');
      if (i % 3 === 2) {
        connection.write(head('/api/login/', json(60_000)));
        drip(connection, '{"email":"');
      }
    });
    const all = Promise.all(slow.map(({ closed }) => closed));
    let open = slow.length;
    for (const { closed } of slow) void closed.then(() => (open -= 1));
    let honest = 0;
    while (open > 0) {
      expect((await app.get('/health/live')).status).toBe(200);
      honest += 1;
    }
    expect(honest).toBeGreaterThan(10);
    for (const received of await all) {
      const [answer, ...more] = readAnswers(received);
      expect([answer?.status, more]).toEqual([408, []]);
      expect(answer?.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(JSON.parse(answer?.body ?? '')).toMatchObject({ status: 408, code: 'request_timeout' });
    }
  });

  test('that keeps its side open after an answer is let go all the same', async () => {
    const app = await start();
    const kept = await Promise.all(Array.from({ length: 10 }, () => openRaw(app)));
    for (const [i, connection] of kept.entries()) {
      connection.socket.removeAllListeners('end');
      connection.write(i % 2 ? 'NONSENSE\r\n\r\n' : 'GET /api/ HTTP/1.1\r\nHost: a\r\n\r\n');
    }
    await eventually('answers', () => kept.every((connection) => connection.received() !== ''));
    await eventually('no connection', async () => (await connections(app)) === 0);
  });

  test('that never reads is let go, and what it asked for is not held for it', async () => {
    const app = await start();
    const connection = await openRaw(app);
    connection.socket.pause();
    // More than the buffers of both sides take.
    connection.write('GET /api/docs/files/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(30));
    await eventually('a connection', async () => (await connections(app)) === 1);
    await eventually('no connection', async () => (await connections(app)) === 0);
    connection.socket.destroy();
  });

  test('that promises an endless body has one answer, and is cut off', async () => {
    const app = await start();
    for (const [status, bytes] of [
      [413, head('/api/login/', json(10_000_000_000))],
      [404, head('/api/nope/', json(10_000_000_000))],
      [
        413,
        `${head('/api/login/', 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n')}20000\r\n`,
      ],
    ] as const) {
      const connection = await openRaw(app);
      connection.write(bytes);
      const timer = setInterval(() => connection.write('x'.repeat(20_000)), 20);
      const answers = readAnswers(await connection.closed);
      clearInterval(timer);
      expect(answers.map((answer) => answer.status)).toEqual([status]);
    }
  });

  test('that closes its side at once still gets its answer', async () => {
    const app = await start();
    const connection = await openRaw(app);
    connection.socket.end('GET /api/ HTTP/1.1\r\nHost: a\r\n\r\n');
    const [answer] = readAnswers(await connection.closed);
    expect(answer?.status).toBe(200);
  });
});

describe('many connections', () => {
  /** A server whose callers come from elsewhere: real connections, all from one far address. */
  async function startServer(address: string, options: { isBehindProxy?: boolean; connections?: number }) {
    const warnings: unknown[] = [];
    const server: Server = createServer((_request, answer) => answer.end('served'));
    const limits = { ...connectionLimits, connections: 8, connectionsPerNetwork: 5, ...options };
    registerConnectionLimits(server, {
      limits,
      isBehindProxy: options.isBehindProxy ?? false,
      logger: { warn: (...line: unknown[]) => warnings.push(line) },
    });
    server.prependListener('connection', (socket: Socket) =>
      Object.defineProperty(socket, 'remoteAddress', { value: address }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const open = async (): Promise<RawConnection & { isServed: Promise<boolean> }> => {
      const connection = await openRaw({ url });
      connection.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      const served = new Promise<boolean>((resolve) => {
        connection.socket.once('data', () => resolve(true));
        void connection.closed.then((received) => resolve(received !== ''));
      });
      return { ...connection, isServed: served };
    };
    const openMany = async (count: number) => {
      const opened = [];
      for (let i = 0; i < count; i += 1) opened.push(await open());
      const served = await Promise.all(opened.map(({ isServed }) => isServed));
      return { opened, served: served.filter(Boolean).length };
    };
    return { openMany, warnings };
  }

  test.each([
    ['an address of the internet has a part of them', '203.0.113.5', {}, 5],
    ['an IPv6 network too', '2001:db8::5', {}, 5],
    ['this machine may have them all', '127.0.0.1', {}, 8],
    ['a proxy may have them all', '203.0.113.5', { isBehindProxy: true }, 8],
  ])('are served up to the limit and closed beyond it: %s', async (_what, address, options, most) => {
    const { openMany, warnings } = await startServer(address, options);
    const { opened, served } = await openMany(12);
    expect(served).toBe(most);
    expect(warnings, 'one line, not one for each').toHaveLength(1);
    for (const { socket } of opened) socket.destroy();
    await eventually('room again', async () => (await openMany(1)).served === 1);
  });
});
