import type { FastifyInstance, FastifyRequest } from 'fastify';
import { watchEventLoopDelay } from '../lib/event-loop-delay.ts';
import type { HttpMeasures } from './measures.ts';
import { Problem } from './problems.ts';

/** Whoever is signed in comes first, and whoever reads: a page without its style is worse than a late one. */
const signedIn = /^\/api\/(refresh|me|logout)\/?$/;
/** Never refused here: what asks how the server is has to be told. */
const neverRefused = /^\/(health\/|metrics$)/;

/** The delay of the main thread past which a request is refused, in milliseconds. */
const limits = { newcomers: 250, others: 1_000 };
const retryAfterSeconds = 1;

/**
 * Answers 503 at once while the main thread cannot keep up, before the queue in front of it makes everybody late. Those
 * who are signed in are let through four times as long as those who want to be.
 */
export function registerLoadShedding(app: FastifyInstance, measures: HttpMeasures | undefined): void {
  const eventLoop = watchEventLoopDelay(measures?.eventLoopDelay);
  app.addHook('onClose', (_app, done) => {
    eventLoop.stop();
    done();
  });
  app.addHook('onRequest', (request, _reply, done) => {
    const { delayMs } = eventLoop;
    if (delayMs <= limits.newcomers) return done();
    const limit = limitOf(request);
    if (delayMs <= limit) return done();
    if (measures) measures.shed[limit === limits.newcomers ? 'newcomers' : 'others'] += 1;
    done(overloaded());
  });
}

function limitOf({ method, routeOptions: { url = '' } }: FastifyRequest): number {
  if (neverRefused.test(url)) return Infinity;
  return method === 'GET' || signedIn.test(url) ? limits.others : limits.newcomers;
}

function overloaded(): Problem {
  return new Problem('overloaded', { headers: { 'retry-after': String(retryAfterSeconds) } });
}
