import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { operation } from './operation.ts';

const indexSchema = operation(
  { id: 'listEndpoints', tag: 'Installation', summary: 'List the endpoints', access: 'anybody' },
  {
    response: {
      200: Type.Object(
        {
          endpoints: Type.Array(Type.Object({ path: Type.String(), methods: Type.Array(Type.String()) })),
        },
        { description: 'What there is.' },
      ),
    },
  },
);

/** The API's root: what there is. */
export function registerIndex(app: FastifyInstance): void {
  const methodsByPath = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method, schema }) => {
    // What is described; the files of the reference are none of it.
    if (!url.startsWith('/api/') || !schema || !('operationId' in schema)) return;
    const methods = methodsByPath.get(url) ?? new Set();
    for (const one of [method].flat()) if (one !== 'HEAD') methods.add(one);
    methodsByPath.set(url, methods);
  });

  app.get('/api/', { schema: indexSchema }, () => ({
    endpoints: [...methodsByPath]
      .map(([path, methods]) => ({ path: path.replace(/:(\w+)/g, '{$1}'), methods: [...methods].sort() }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  }));
}
