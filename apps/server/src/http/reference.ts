import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { pageHeaders } from './page-headers.ts';
import { Problem } from './problems.ts';

const path = '/api/docs/';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The reference of the API · Latchkey</title>
<link rel="stylesheet" href="${path}files/swagger-ui.css">
<link rel="icon" href="data:,">
</head>
<body>
<noscript><p>This page needs JavaScript. The reference itself is at <a href="/openapi.json">/openapi.json</a>.</p></noscript>
<div id="reference"></div>
<script src="${path}files/swagger-ui-bundle.js"></script>
<script src="${path}start.js"></script>
</body>
</html>
`;

// Without the validator, whose badge would come from another place.
const start = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  validatorUrl: null,
});
`;

/** The whole reference of the API, in Swagger UI: its files come from this server, so it works without a network. */
export function registerReference(app: FastifyInstance, folder: string, isOn: () => boolean): void {
  void app.register(async (scope) => {
    scope.addHook('onRequest', (_request, _reply, done) => {
      done(isOn() ? undefined : new Problem('not_found'));
    });
    await scope.register(fastifyStatic, {
      root: folder,
      prefix: `${path}files/`,
      index: false,
      cacheControl: false,
      setHeaders: (reply) => {
        void reply.header('cache-control', 'no-cache');
      },
    });
    scope.get(path, (_request, reply) =>
      reply.headers(pageHeaders).type('text/html; charset=utf-8').send(page),
    );
    scope.get(`${path}start.js`, (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').send(start),
    );
  });
}
