import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { completeDocument } from './openapi-document.ts';
import type { Document } from './openapi-types.ts';
import { tags } from './operation.ts';
import { softwareVersion } from '../lib/software-version.ts';

const description = `Accounts, short-lived access tokens that other services verify without a database, refresh tokens
that rotate, and the administration of all that. Paths answer with and without the trailing slash. Bodies are JSON, or
form-encoded. Errors are problem details (RFC 9457): \`code\` is for programs and never changes.`;

/** Collects the routes that are registered from now on, and serves their description (OpenAPI 3.1). */
export async function registerOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Latchkey',
        version: softwareVersion,
        description: description.replaceAll('\n', ' '),
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/', description: 'This installation' }],
      tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
      components: {
        securitySchemes: {
          accessToken: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'The `access_token` of a login or a refresh.',
          },
        },
      },
    },
    // Pages and files are no part of the API.
    hideUntagged: true,
  });

  let text: string | undefined;
  app.get('/openapi.json', (_request, reply) => {
    text ??= JSON.stringify(describeApi(app));
    return reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text);
  });
}

/** The description of every operation of the app, which is ready. */
export function describeApi(app: FastifyInstance): Document {
  // The plugin types the document for several versions of OpenAPI; it was told to make one of 3.1.
  return completeDocument(structuredClone(app.swagger()) as unknown as Document);
}
