import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

interface Options {
  readonly folder: string;
  /** Latchkey: the only other origin that the page talks to. */
  readonly issuer: string;
}

/** Serves the built page, and tells it where to sign in. */
export function registerPage(app: FastifyInstance, { folder, issuer }: Options): void {
  const contentSecurityPolicy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${new URL(issuer).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

  void app.register(fastifyStatic, {
    root: folder,
    setHeaders: (reply) => {
      void reply.headers({
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
      });
    },
  });

  app.get('/config.json', () => ({ issuer }));
}
