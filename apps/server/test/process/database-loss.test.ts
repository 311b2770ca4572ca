import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { defaultPassword, type Answer } from '../support/client.ts';
import { eventually, pause } from '../support/eventually.ts';
import { query } from '../support/postgres-admin.ts';
import { newInstallation, startServer } from '../support/server-process.ts';

const blows = 40;
const betweenBlowsMs = 30;

test('a server whose connections PostgreSQL breaks answers 503, lives on and loses nobody', async () => {
  const server = await startServer(await newInstallation('PostgreSQL'));
  await server.register();
  let token = (await server.login()).refresh_token;
  let isOver = false;
  const statuses = new Set<number>();
  const keep = async (send: () => Promise<Answer>): Promise<void> => {
    while (!isOver) statuses.add((await send()).status);
  };
  const refresh = async (): Promise<Answer> => {
    const answer = await server.refresh(token);
    if (answer.status === 200) token = answer.body.refresh_token;
    return answer;
  };
  const register = (): Promise<Answer> =>
    server.post('/api/register/', { email: `${randomUUID()}@example.com`, password: defaultPassword });
  const load = [keep(refresh), keep(register), keep(() => server.logout(randomUUID()))];

  const failed = new Promise<never>((_resolve, reject) => {
    for (const client of load) client.catch(reject);
  });
  await Promise.race([breakConnections(server.environment['DATABASE_URL'] ?? ''), failed]);
  isOver = true;
  await Promise.all(load);

  expect([...statuses].sort()).toEqual([200, 201, 503]);
  await eventually(
    'a server that is ready again',
    async () => (await server.get('/health/ready')).status === 200,
  );
  expect((await server.refresh(token)).status).toBe(200);
  expect((await server.stop()).code).toBe(0);
});

/** Again and again, whatever they are doing: between two statements of a transaction, or while they are made. */
async function breakConnections(database: string): Promise<void> {
  for (let i = 0; i < blows; i += 1) {
    await query(
      database,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await pause(betweenBlowsMs);
  }
}
