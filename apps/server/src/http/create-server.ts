import fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { drainOf } from '../lib/draining.ts';
import { createAnswerHeaders, registerAnswerHeaders } from './answer-headers.ts';
import { registerConnectionErrors } from './connection-errors.ts';
import {
  connectionLimits,
  registerConnectionLimits,
  serverOptions,
  type ConnectionLimits,
} from './connection-limits.ts';
import { registerErrorHandler, sendProblem, toProblem } from './error-handler.ts';
import { registerLastResort } from './last-resort.ts';
import { lazyChildren } from './lazy-logger.ts';
import { registerLingering } from './lingering.ts';
import { registerLoadShedding } from './load-shedding.ts';
import type { HttpMeasures } from './measures.ts';
import { registerRequestHead } from './request-head.ts';
import { createRequestIds, registerRequestLog } from './request-log.ts';
import { registerRequestSpans } from './request-spans.ts';
import { registerRouteCounts } from './route-counts.ts';
import { registerSchemaCompilers } from './schema-compilers.ts';
import { trustedProxies, warnOfUnknownProxy } from './trusted-proxies.ts';

const bodyLimitBytes = 64 * 1024;

interface Options {
  readonly publicUrl: string;
  readonly trustProxy: number | string[] | false;
  readonly logger: Logger;
  /** In place of those for production. */
  readonly limits?: ConnectionLimits | undefined;
  /** Where it notes what it measures. */
  readonly measures?: HttpMeasures | undefined;
}

/** A server without any routes: connections, the heads of requests, the headers of answers, errors and the log. */
export function createHttpServer(options: Options): FastifyInstance {
  const { publicUrl, trustProxy, logger, limits = connectionLimits, measures } = options;
  const answerHeaders = createAnswerHeaders(publicUrl);
  const isBehindProxy = trustProxy !== false;
  const app = fastify({
    loggerInstance: lazyChildren(logger),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: createRequestIds(),
    trustProxy: trustedProxies(trustProxy),
    bodyLimit: bodyLimitBytes,
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => {
      // No hook has run.
      reply.headers(answerHeaders).header('x-request-id', request.id);
      sendProblem(reply, toProblem(error), publicUrl);
    },
    // Until the last connection is gone, a request that was on its way is still served.
    return503OnClosing: false,
    http: serverOptions(limits),
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionTimeout: limits.unreadMs,
  });
  registerSchemaCompilers(app);
  const drain = drainOf(app.server);
  app.addHook('preClose', () => drain.begin());
  registerConnectionLimits(app.server, { limits, isBehindProxy, logger });
  registerLingering(app.server, limits.lingerMs);
  registerConnectionErrors(app.server, { publicUrl, answerHeaders, lingerMs: limits.lingerMs });
  registerErrorHandler(app, publicUrl);
  registerAnswerHeaders(app, answerHeaders);
  registerRequestSpans(app);
  registerRequestLog(app, logger);
  registerLastResort(app, limits.answerMs);
  registerLoadShedding(app, measures);
  if (measures) registerRouteCounts(app, measures);
  registerRequestHead(app, limits.headers);
  if (!isBehindProxy) warnOfUnknownProxy(app);
  return app;
}
