import type { FastifyInstance } from 'fastify';

/** Where the admin site finds it. */
const path = '/admin/mail-frame';

/**
 * What a mail may do that is shown in it: look as its own styles say, and open its links in a window of their own. It runs
 * no script, loads nothing, sends nothing. Being of the same origin lets the admin site write the mail into it, and the mail
 * do nothing: only scripts could use that.
 */
const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
].join('; ');

const emptyPage = '<!doctype html><html lang="en"><head><title>Mail</title></head><body></body></html>\n';

/**
 * An empty page for the admin site to show a mail in. Written into a frame without an address of its own, a mail would be
 * under the policy of the admin site, which allows no style in the elements.
 */
export function registerMailFrame(app: FastifyInstance): void {
  app.get(path, (_request, reply) =>
    reply
      .headers({ 'content-security-policy': policy, 'x-frame-options': 'SAMEORIGIN' })
      .type('text/html; charset=utf-8')
      .send(emptyPage),
  );
}
