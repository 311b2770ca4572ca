import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { beginRequest, type BegunRequest } from '../support/begin-request.ts';
import { defaultEmail, defaultPassword } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { readLog } from '../support/read-log.ts';
import { newInstallation, startServer } from '../support/server-process.ts';

const loginCount = 24;
const credentials = { email: defaultEmail, password: defaultPassword };

onEveryDatabase('a server that is told to stop', (kind) => {
  test.each(kind === 'SQLite' ? (['SIGTERM', 'SIGINT'] as const) : (['SIGTERM'] as const))(
    'with %s answers the requests on their way, writes the rest of its log and exits with 0',
    async (signal) => {
      const installation = await newInstallation(kind);
      const server = await startServer(installation);
      await server.register();

      const begin = (): Promise<BegunRequest> => beginRequest(`${server.url}/api/login/`, credentials);
      const begun = await Promise.all(Array.from({ length: loginCount }, begin));
      let answered = 0;
      const logins = begun.map((login) => login.finish().finally(() => (answered += 1)));
      await Promise.race(logins);
      server.signal(signal);
      // Under npm, Ctrl+C arrives twice: from the terminal and passed on.
      server.signal(signal);
      expect(answered).toBeLessThan(loginCount);
      const answers = await Promise.all(logins);
      const { code, stdout } = await server.exited;

      expect(answers.map(({ status }) => status)).toEqual(Array(loginCount).fill(200));
      expect(code).toBe(0);
      const log = readLog(stdout);
      expect(log.filter(({ path, status }) => path === '/api/login/' && status === 200)).toHaveLength(
        loginCount,
      );
      expect(log.filter((line) => line['signal'] === signal)).toHaveLength(1);

      const again = await startServer(installation);
      const tokens = await Promise.all(answers.map(({ body }) => again.refresh(body.refresh_token)));
      expect(tokens.map(({ status }) => status)).toEqual(Array(loginCount).fill(200));
      expect((await again.stop()).code).toBe(0);
    },
  );
});

describe('a server that is told to stop', () => {
  test('waits for the rest of a request that has begun to arrive', async () => {
    const server = await startServer(await newInstallation('SQLite'));
    await server.register();
    const login = await beginRequest(`${server.url}/api/login/`, credentials);
    server.signal('SIGTERM');
    await eventually('a server that takes no more connections', () =>
      server.get('/health/live').then(
        () => false,
        () => true,
      ),
    );
    expect((await login.finish()).status).toBe(200);
    expect((await server.exited).code).toBe(0);
  });

  test('does not wait for connections without a request', async () => {
    const server = await startServer(await newInstallation('SQLite'));
    const idle = connect(server.port, '127.0.0.1');
    const closed = text(idle);
    await server.get('/health/live');
    expect((await server.stop()).code).toBe(0);
    expect(await closed).toBe('');
  });

  test('ends at once, with 1, when it is told again after a while', async () => {
    const server = await startServer(await newInstallation('SQLite'));
    const login = await beginRequest(`${server.url}/api/login/`, credentials);
    const answer = login.answer.catch(() => 'none');
    const patienceMs = 5_000;
    const isOver = (): boolean => {
      server.signal('SIGTERM');
      return server.hasEnded();
    };
    await eventually('the end of the server', isOver, patienceMs);
    expect((await server.exited).code).toBe(1);
    expect(await answer).toBe('none');
  });
});
