import type { FastifyInstance } from 'fastify';

export type AnswerHeaders = Readonly<Record<string, string>>;

const yearSeconds = 31_536_000;

/**
 * The headers that every answer has, whatever it is: what is not made to be looked at may not be looked at. A browser
 * that opens an answer runs nothing in it, frames it nowhere, guesses no other type and keeps it nowhere. Pages widen the
 * policy (`page-headers.ts`), and what may be kept says so itself.
 *
 * Pages of an allowed CORS origin still read the API: `Cross-Origin-Resource-Policy` is only for requests without CORS,
 * such as an `<img>` of another site (Fetch standard, "cross-origin resource policy check").
 */
export function createAnswerHeaders(publicUrl: string): AnswerHeaders {
  return {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // Without the subdomains of that host: they need not be of this service (RFC 6797).
    ...(publicUrl.startsWith('https:') && { 'strict-transport-security': `max-age=${yearSeconds}` }),
  };
}

/** Gives every answer its headers and the id of its request. They are made once: this is on the way of every request. */
export function registerAnswerHeaders(app: FastifyInstance, headers: AnswerHeaders): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id);
    done();
  });
}
