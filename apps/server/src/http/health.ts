import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { drainOf } from '../lib/draining.ts';
import { QueueFullError } from '../lib/waiting-line.ts';
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
const sameAnswerMs = 1_000;

interface NodeState {
  readonly node: string;
  readonly settings_version: number;
}

interface Deps {
  /** Fails where the database does not do its work, writing included. */
  readonly checkDatabase: () => Promise<void>;
  /** What to say of this node besides. */
  readonly describeNode: () => NodeState;
}

/**
 * For load balancers and orchestrators: whether the process lives, and whether it can serve.
 *
 * @returns what asks whether it can serve; it throws where it cannot.
 */
export function registerHealth(
  app: FastifyInstance,
  { checkDatabase, describeNode }: Deps,
): () => Promise<void> {
  const drain = drainOf(app.server);
  const check = once(() => answersInTime(checkDatabase()));
  const requireReady = async (): Promise<void> => {
    if (drain.isAnnounced()) throw unavailable(new Error('the server is shutting down'));
    await check();
  };

  app.get('/health/live', { schema: liveSchema }, () => ({ status: 'ok' as const }));

  app.get('/health/ready', { schema: readySchema }, async () => {
    await requireReady();
    return { status: 'ok' as const, ...describeNode() };
  });
  return requireReady;
}

/** However many ask, the database is asked once a second. */
function once(check: () => Promise<void>): () => Promise<void> {
  let checkedAt = -Infinity;
  let outcome = Promise.resolve();
  return () => {
    if (performance.now() - checkedAt > sameAnswerMs) {
      checkedAt = performance.now();
      outcome = check();
      outcome.catch(() => undefined);
    }
    return outcome;
  };
}

async function answersInTime(query: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(unavailable(new Error('the database does not answer'))), patienceMs);
  });
  try {
    await Promise.race([query, late]);
  } catch (error) {
    // A database that has too much to do is one that works: another node would not have less.
    if (!(error instanceof QueueFullError)) throw error;
  } finally {
    clearTimeout(timer);
  }
}
