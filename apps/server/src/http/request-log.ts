import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { lineWriter } from '../lib/logging.ts';
import { tracingInUse } from '../lib/tracing.ts';
import { traceIdOf } from './request-spans.ts';

/** Ids that differ between requests, between starts and between nodes: a random name of the process, and a count. */
export function createRequestIds(): () => string {
  const processName = randomBytes(6).toString('hex');
  let count = 0;
  return () => `${processName}-${(count += 1).toString(36)}`;
}

/** Gives the log one line for every request. The line is put together here: its form is always the same. */
export function registerRequestLog(app: FastifyInstance, logger: Logger): void {
  const write = lineWriter(logger, 'info');
  if (!write) return;
  const isTraced = tracingInUse() !== undefined;
  app.addHook('onResponse', (request, reply, done) => {
    const path = JSON.stringify(pathOf(request.url));
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    const trace = isTraced ? `"trace_id":"${traceIdOf(request) ?? ''}",` : '';
    write(
      `"request_id":"${request.id}",${trace}"method":"${request.method}","path":${path},"status":${reply.statusCode},"ms":${ms},"msg":"request"`,
    );
    done();
  });
}

/** Without the query: people put secrets there. */
function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
