import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Problem } from '../http/problems.ts';
import { writeText, type Scraped } from './metrics.ts';

interface Deps {
  /** Whoever asks has to send it; undefined: nobody has to. */
  readonly token: string | undefined;
  readonly scrape: () => Promise<readonly Scraped[]>;
}

/** Answers Prometheus. It asks the database for nothing that it would wait for, so that it also tells when that is away. */
export function registerMetricsRoute(app: FastifyInstance, { token, scrape }: Deps): void {
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`);
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const given = digest(request.headers.authorization ?? '');
    // Digests are equally long, and comparing them takes equally long, however much of the token is right.
    if (expected && !timingSafeEqual(given, expected)) throw tokenInvalid();
    const { type, text } = await writeText(await scrape());
    return reply.type(type).send(text);
  });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const tokenInvalid = (): Problem =>
  new Problem('metrics_token_invalid', { headers: { 'www-authenticate': 'Bearer realm="metrics"' } });
