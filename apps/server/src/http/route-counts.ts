import type { FastifyInstance, onResponseHookHandler } from 'fastify';
import { RouteCounts, type HttpMeasures } from './measures.ts';

/** What no route takes. */
const unknownRoute = 'unknown';
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Counts every answer, under the template of its route. Each route is given a hook that knows its numbers, so that no
 * request has to look anything up. Must be registered before the routes are.
 */
export function registerRouteCounts(app: FastifyInstance, { routes }: HttpMeasures): void {
  const countsOf = (route: string, method: string): RouteCounts => {
    const name = `${method} ${route}`;
    let counts = routes.get(name);
    if (!counts) routes.set(name, (counts = new RouteCounts(route, method)));
    return counts;
  };

  app.addHook('onRoute', (route) => {
    const [first = 'GET', ...others] = [route.method].flat();
    const only = others.length === 0 ? countsOf(route.url, first) : undefined;
    const hook: onResponseHookHandler = (request, reply, done) => {
      // Of several methods the route has this one: there are no more of them.
      (only ?? countsOf(route.url, request.method)).note(reply.statusCode, reply.elapsedTime);
      done();
    };
    route.onResponse = [hook, ...[route.onResponse ?? []].flat()];
  });

  app.addHook('onResponse', (request, reply, done) => {
    if (request.is404) {
      const method = methods.has(request.method) ? request.method : 'other';
      countsOf(unknownRoute, method).note(reply.statusCode, reply.elapsedTime);
    }
    done();
  });
}
