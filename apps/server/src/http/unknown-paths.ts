import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendProblem } from './error-handler.ts';
import { Problem } from './problems.ts';

/**
 * Answers what no route does: 404, or 405 with `Allow` where the path is known with other methods.
 * Must be registered before the routes are. The body of such a request is never looked at.
 */
export function registerUnknownPaths(app: FastifyInstance, publicUrl: string): void {
  const methodsByPath = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  app.addHook('onRoute', ({ url, method }) => {
    const path = url.replace(/\/$/, '') || '/';
    const known = methodsByPath.get(path) ?? { pattern: toPattern(path), methods: new Set() };
    for (const one of [method].flat()) known.methods.add(one);
    methodsByPath.set(path, known);
  });

  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404 && !isPlainOptions(request)) return done();
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = [...methodsByPath.values()].find(({ pattern }) => pattern.test(path))?.methods;
    const problem = allowed
      ? new Problem('method_not_allowed', { headers: { allow: [...allowed].sort().join(', ') } })
      : new Problem('not_found');
    sendProblem(reply, problem, publicUrl);
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, new Problem('not_found'), publicUrl));
}

function toPattern(path: string): RegExp {
  const escaped = path
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:[A-Za-z]+/g, '[^/]+')
    .replace(/\/\\\*$/, '/.*');
  return new RegExp(`^${escaped}/?$`);
}

/** OPTIONS that is no preflight of CORS: the route which answers those is not meant. */
function isPlainOptions({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] === undefined;
}
