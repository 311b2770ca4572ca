import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { unavailable } from './error-handler.ts';

const patienceMs = 2_000;

/**
 * For load balancers and orchestrators: whether the process lives, and whether it can serve.
 *
 * @param describeNode what to say of this node besides.
 */
export function registerHealth(app: FastifyInstance, db: Db, describeNode: () => object): void {
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });

  app.get('/health/live', () => ({ status: 'ok' }));

  app.get('/health/ready', async () => {
    if (closing) throw unavailable(new Error('the server is shutting down'));
    await answersInTime(sql`select 1`.execute(db));
    return { status: 'ok', ...describeNode() };
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
