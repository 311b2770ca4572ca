import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problems.ts';

/** Refuses heads that are HTTP by their form and may still mean one thing here and another to a proxy before us. */
export function registerRequestHead(app: FastifyInstance, mostHeaders: number): void {
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.raw.rawHeaders.length > 2 * mostHeaders) return done(new Problem('headers_too_large'));
    if (!hasOneHost(request)) {
      return done(new Problem('invalid_request', { detail: 'Send the header `Host` once.' }));
    }
    done();
  });
}

/** RFC 9112, section 3.2: HTTP/1.1 asks for one, and nobody may send two. Node keeps the first. */
function hasOneHost({ raw: { httpVersion, rawHeaders } }: FastifyRequest): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts === 1 || (hosts === 0 && httpVersion === '1.0');
}
