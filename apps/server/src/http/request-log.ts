import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** Ids that differ between requests, between starts and between nodes: a random name of the process, and a count. */
export function createRequestIds(): () => string {
  const processName = randomBytes(6).toString('hex');
  let count = 0;
  return () => `${processName}-${(count += 1).toString(36)}`;
}

/** Gives the log one line for every request. */
export function registerRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode } = reply;
    request.log.info(
      {
        method: request.method,
        // Without the query: people put secrets there.
        path: request.url.split('?', 1)[0],
        status: statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
    done();
  });
}
