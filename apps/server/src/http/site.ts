import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Problem } from './problems.ts';
import { pageHeaders } from './page-headers.ts';

/** A built site: pages that run in a browser and know the server by its API alone. */
export interface Site {
  /** Where it is served, with a slash at both ends. */
  readonly path: string;
  /** Its built files: `index.html`, and under `assets/` those with a hash in their name. */
  readonly folder: string;
}

/** Serves a built site. What looks like one of its pages gets `index.html`, and the site's own router decides. */
export function registerSite(app: FastifyInstance, { path, folder }: Site): void {
  void app.register(async (site) => {
    await site.register(fastifyStatic, {
      root: folder,
      serve: false,
      dotfiles: 'ignore',
      preCompressed: true,
    });

    site.get(path, (request, reply) => {
      const [address = '', query] = request.url.split('?', 2);
      if (address.endsWith('/')) return sendPage(reply, folder);
      return reply.redirect(query === undefined ? path : `${path}?${query}`, 308);
    });

    site.get<{ Params: { '*': string } }>(`${path}*`, (request, reply) => {
      const file = request.params['*'];
      if (file.startsWith('assets/')) return sendAsset(reply, file);
      return looksLikePage(file) ? sendPage(reply, folder) : sendFile(reply, file);
    });
  });
}

function looksLikePage(file: string): boolean {
  return file === 'index.html' || !file.slice(file.lastIndexOf('/') + 1).includes('.');
}

function sendPage(reply: FastifyReply, folder: string): FastifyReply {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Problem('not_found', {
      detail: 'The pages of this site are not built. Start the server with `npm start`, which builds them.',
    });
  }
  return sendFile(reply.headers(pageHeaders), 'index.html');
}

/** Kept, but asked for anew each time whether it is still the same. */
function sendFile(reply: FastifyReply, file: string): FastifyReply {
  return send(reply, file, 'no-cache');
}

/** The name changes with the content, so a browser never has to ask again. */
function sendAsset(reply: FastifyReply, file: string): FastifyReply {
  return send(reply, file, 'public, max-age=31536000, immutable');
}

function send(reply: FastifyReply, file: string, cacheControl: string): FastifyReply {
  return reply.header('cache-control', cacheControl).sendFile(file, { cacheControl: false });
}
