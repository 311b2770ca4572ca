import type { FastifyInstance, FastifyRequest } from 'fastify';
import { tracingInUse, type RequestSpan } from '../lib/tracing.ts';

const spans = new WeakMap<FastifyRequest, RequestSpan>();

/** Gives every request a span, where there is a tracing; else nothing is registered. */
export function registerRequestSpans(app: FastifyInstance): void {
  const tracing = tracingInUse();
  if (!tracing) return;
  app.addHook('onRequest', (request, _reply, done) => {
    const span = tracing.beginRequest(request.method, request.id, request.headers);
    spans.set(request, span);
    span.run(done);
  });
  // The arrival of the body is an event of the connection, which knows nothing of the request's span.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) span.run(done);
    else done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? undefined : request.routeOptions.url;
    spans.get(request)?.end(route, reply.statusCode);
    done();
  });
}

/** The trace that a request is part of; undefined where there is no tracing. */
export function traceIdOf(request: FastifyRequest): string | undefined {
  return spans.get(request)?.traceId;
}
