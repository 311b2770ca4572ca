import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { databaseUrl, query } from '../../apps/server/test/support/postgres-admin.ts';
import { post } from '../measure/ask.ts';
import { root } from '../measure/program.ts';
import type { Absent, Contender } from '../measure/race.ts';
import { startServer } from '../measure/server.ts';
import type { Stage } from '../measure/stage.ts';

const script = join(
  process.env['DJANGO_REFERENCE'] ?? join(root, '../shared/peers/django_reference'),
  'run.sh',
);
const account = { email: 'user1@example.com', password: 'correct horse battery' };
const workers = 2;
const database = 'reference';

interface DjangoReference {
  readonly me: (connections: number) => Contender;
  readonly refresh: (connections: number) => Contender;
}

/**
 * The five endpoints as one would write them with Django REST framework, on PostgreSQL, two workers on both cores. It is
 * no part of this repository: it is measured where its folder lies beside ours, or is named by DJANGO_REFERENCE.
 */
export function djangoReference(stage: Stage): Promise<DjangoReference | Absent> {
  return stage.once('Django reference', async () => {
    if (!existsSync(script)) return { name: 'Django reference', absent: 'it is not on this machine' };
    const postgres = await stage.postgres();
    await query(postgres, `create database ${database}`);
    const { port } = new URL(postgres);
    const { url } = await startServer(stage, {
      command: script,
      args: (own) => [String(own), 'postgres', String(workers)],
      environment: () => ({
        ...{ PGHOST: '127.0.0.1', PGPORT: port, PGUSER: 'postgres', PGDATABASE: database },
        REFERENCE_DATA: join(stage.folder, 'django'),
      }),
      readyPath: '/admin/login/',
    });
    await post(`${url}/api/register/`, account);
    return {
      me: (connections) => ({
        name: 'Django reference',
        run: async (seconds) => {
          const { access_token } = (await post(`${url}/api/login/`, account)).body;
          const headers = { Authorization: `Bearer ${String(access_token)}` };
          const load = { url: `${url}/api/me/`, method: 'GET', headers, connections, seconds } as const;
          return (await stage.generator.send(load)).perSecond;
        },
      }),
      refresh: (connections) => ({
        name: 'Django reference',
        run: async (seconds) => {
          const tokens = await makeTokens(databaseUrl(postgres, database), 2 * connections);
          const load = { url: `${url}/api/refresh/`, method: 'POST', tokens, connections, seconds } as const;
          return (await stage.generator.send(load)).perSecond;
        },
      }),
    };
  });
}

/** Its logins would take minutes. */
async function makeTokens(url: string, count: number): Promise<string[]> {
  const rows = await query<{ token: string }>(
    url,
    `insert into accounts_refreshtoken (token, user_id, expires_at)
     select gen_random_uuid(), (select min(id) from accounts_user), now() + interval '30 days' from generate_series(1, $1)
     returning token::text`,
    [count],
  );
  return rows.map(({ token }) => token);
}
