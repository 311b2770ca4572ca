import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { sendProblem } from './error-handler.ts';
import { Problem } from './problems.ts';

/**
 * Answers what no route does: 404, or 405 with `Allow` where the path is known with other methods.
 * Must be registered before the routes are. The body of such a request is never looked at.
 *
 * @returns a hook to add once the one of CORS is there: pages of allowed origins may read that answer too.
 */
export function registerUnknownPaths(app: FastifyInstance, publicUrl: string): onRequestHookHandler {
  const methodsByPath = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  app.addHook('onRoute', ({ url, method }) => {
    const path = url.replace(/\/$/, '') || '/';
    const known = methodsByPath.get(path) ?? { pattern: toPattern(path), methods: new Set() };
    for (const one of [method].flat()) known.methods.add(one);
    methodsByPath.set(path, known);
  });

  const answer = (request: FastifyRequest, reply: FastifyReply): void => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = [...methodsByPath.values()].find(({ pattern }) => pattern.test(path))?.methods;
    const problem = allowed
      ? new Problem('method_not_allowed', { headers: { allow: [...allowed].sort().join(', ') } })
      : new Problem('not_found');
    sendProblem(reply, problem, publicUrl);
  };
  // Before CORS, which would take it for a preflight.
  app.addHook('onRequest', (request, reply, done) => {
    if (isPlainOptions(request)) answer(request, reply);
    else done();
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, new Problem('not_found'), publicUrl));
  return (request, reply, done) => {
    if (request.is404) answer(request, reply);
    else done();
  };
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
