import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { describeApi } from '../openapi.ts';
import { pageHeaders } from '../page-headers.ts';
import { root } from './endpoint-list.ts';
import { pageFilesPath, type Layout } from './layout.ts';
import { prefersHtml } from './negotiate.ts';
import { createPages, type Pages } from './pages.ts';

export interface BrowsableApiDeps extends Layout {
  /** The built script and style of the pages. */
  readonly folder: string;
}

/**
 * Gives a browser that opens an address of the API a page about it. Programs are answered as if this were not here.
 * Must be registered before the routes are, and before what answers unknown paths.
 */
export function registerBrowsableApi(app: FastifyInstance, deps: BrowsableApiDeps): void {
  const { isBrowsable } = deps;
  let pages: Pages | undefined;

  app.addHook('onRequest', (request, reply, done) => {
    const { url, method } = request;
    const isReading = method === 'GET' || method === 'HEAD';
    if (!isReading || !`${url.split('?', 1)[0] ?? ''}/`.startsWith(root) || !isBrowsable()) return done();
    // A cache must not give the page to a program.
    reply.header('vary', 'Accept');
    if (!prefersHtml(request.headers.accept)) return done();
    pages ??= createPages(describeApi(app), deps);
    const page = pages.open(url);
    // A page of its own is no operation and has a route all the same: the reference.
    if (page === undefined && !request.is404) return done();
    reply
      .code(page === undefined ? 404 : 200)
      .headers({ ...pageHeaders, 'cache-control': 'no-cache' })
      .type('text/html; charset=utf-8')
      .send(page ?? pages.notFound(url));
  });

  void app.register((scope) => registerPageFiles(scope, deps));
}

/** Not under /api/: they are no part of it, and its index does not list them. The pages about errors need them always. */
async function registerPageFiles(scope: FastifyInstance, { folder }: BrowsableApiDeps): Promise<void> {
  await scope.register(fastifyStatic, {
    root: folder,
    prefix: pageFilesPath,
    index: false,
    dotfiles: 'ignore',
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply) => {
      void reply.header('cache-control', 'no-cache');
    },
  });
}
