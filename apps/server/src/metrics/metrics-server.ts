import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { createHttpServer } from '../http/create-server.ts';
import { registerUnknownPaths } from '../http/unknown-paths.ts';
import { registerMetricsRoute } from './metrics-route.ts';
import type { Scraped } from './metrics.ts';

/**
 * Listens at the port that the metrics have of their own, where there is one. It is guarded as the API is, and answers
 * nothing else.
 *
 * @throws Error of `listen`.
 */
export async function openMetricsServer(
  { metrics, publicUrl }: Pick<Config, 'metrics' | 'publicUrl'>,
  logger: Logger,
  scrape: () => Promise<readonly Scraped[]>,
): Promise<FastifyInstance | undefined> {
  if (!metrics?.listener) return undefined;
  // Its requests are no news: somebody asks every few seconds.
  const quiet = logger.child({}, { level: 'warn' });
  const app = createHttpServer({ publicUrl, trustProxy: false, logger: quiet });
  app.addHook('onRequest', registerUnknownPaths(app, publicUrl));
  registerMetricsRoute(app, { token: metrics.token, scrape });
  await app.listen(metrics.listener);
  return app;
}
