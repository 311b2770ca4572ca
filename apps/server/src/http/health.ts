import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { Type } from 'typebox';
import { unavailable } from './error-handler.ts';
import { operation } from './operation.ts';

const liveSchema = operation(
  {
    id: 'checkLive',
    tag: 'Installation',
    summary: 'Ask whether the process lives',
    access: 'anybody',
  },
  { response: { 200: Type.Object({ status: Type.Literal('ok') }, { description: 'It lives.' }) } },
);

const readySchema = operation(
  {
    id: 'checkReady',
    tag: 'Installation',
    summary: 'Ask whether the server can serve',
    access: 'anybody',
  },
  {
    response: {
      200: Type.Object(
        {
          status: Type.Literal('ok'),
          node: Type.String({ description: 'The id of this node.' }),
          settings_version: Type.Integer({ description: 'The version of the settings that it runs.' }),
        },
        { description: 'It can.' },
      ),
    },
  },
);

const patienceMs = 2_000;

interface NodeState {
  readonly node: string;
  readonly settings_version: number;
}

/**
 * For load balancers and orchestrators: whether the process lives, and whether it can serve.
 *
 * @param describeNode what to say of this node besides.
 */
export function registerHealth(app: FastifyInstance, db: Db, describeNode: () => NodeState): void {
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });

  app.get('/health/live', { schema: liveSchema }, () => ({ status: 'ok' as const }));

  app.get('/health/ready', { schema: readySchema }, async () => {
    if (closing) throw unavailable(new Error('the server is shutting down'));
    await answersInTime(sql`select 1`.execute(db));
    return { status: 'ok' as const, ...describeNode() };
  });
}

async function answersInTime(query: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(unavailable(new Error('the database does not answer'))), patienceMs);
  });
  try {
    await Promise.race([query, late]);
  } finally {
    clearTimeout(timer);
  }
}
