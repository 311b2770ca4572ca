import type { FastifyInstance } from 'fastify';

/**
 * What Fastify asks to tell the address of a caller from those of the proxies before the server. A number of hops is
 * safe only where nobody can reach the server past the proxies.
 */
export function trustedProxies(
  trust: number | string[] | false,
): string[] | false | ((address: string, hop: number) => boolean) {
  return typeof trust === 'number' ? (_address, hop) => hop < trust : trust;
}

/**
 * Tells the log, once, that a proxy seems to stand before the server which it was not told of: all callers would share
 * the limits of one address. Anybody can send such a header, so it is a hint and nothing more.
 */
export function warnOfUnknownProxy(app: FastifyInstance): void {
  let isSaid = false;
  app.addHook('onRequest', ({ headers, log }, _reply, done) => {
    if (!isSaid && (headers['x-forwarded-for'] ?? headers.forwarded) !== undefined) {
      isSaid = true;
      log.warn(
        'a request came with X-Forwarded-For or Forwarded, and TRUST_PROXY is not set: if a proxy stands before the ' +
          'server, set it, or all callers share the limits of one address; else somebody is only pretending',
      );
    }
    done();
  });
}
