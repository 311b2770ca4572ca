import type { FastifyInstance } from 'fastify';

/** The API's root: what there is. */
export function registerIndex(app: FastifyInstance): void {
  const methodsByPath = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    if (!url.startsWith('/api/')) return;
    const methods = methodsByPath.get(url) ?? new Set();
    for (const one of [method].flat()) if (one !== 'HEAD') methods.add(one);
    methodsByPath.set(url, methods);
  });

  app.get('/api/', () => ({
    endpoints: [...methodsByPath]
      .map(([path, methods]) => ({ path: path.replace(/:(\w+)/g, '{$1}'), methods: [...methods].sort() }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  }));
}
