import { onTestFinished, test } from 'vitest';
import { secretKey } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { expectToOutliveRestoring } from '../support/outlive-restoring.ts';
import { query } from '../support/postgres-admin.ts';
import { startPostgres, type PostgresServer } from '../support/postgres-server.ts';
import { startServer } from '../support/server-process.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';

const portOf = ({ url }: PostgresServer): number => Number(new URL(url).port);

test('a copy of a PostgreSQL that takes its place under a running server: newer tokens go on, and its logouts hold', async () => {
  const original = await startPostgres();
  onTestFinished(() => original.stop());
  const proxy = await startTcpProxy(portOf(original));
  const url = new URL(original.url);
  url.port = String(proxy.port);
  const server = await startServer({
    DATABASE_URL: url.href,
    SECRET_KEY: secretKey,
    REFRESH_REUSE_GRACE: '0',
  });
  const ready = (): Promise<boolean> =>
    eventually('a server that is ready', async () => (await server.get('/health/ready')).status === 200);
  let copy = original;
  await expectToOutliveRestoring({
    server: () => server,
    async keepCopy() {
      await original.halt('SIGINT');
      copy = await original.copy();
      onTestFinished(() => copy.stop());
      await original.start();
      await ready();
    },
    async restoreCopy() {
      await original.halt('SIGKILL');
      await copy.start();
      proxy.leadTo(portOf(copy));
      proxy.cut();
      await ready();
    },
    async readGeneration() {
      const [row] = await query<{ generation: number }>(
        copy.url,
        'select max(generation)::int as generation from sessions',
      );
      return row?.generation;
    },
  });
});
