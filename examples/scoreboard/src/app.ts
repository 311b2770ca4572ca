import type { Verifier } from '@latchkey/token-verifier';
import fastify, { type FastifyInstance } from 'fastify';
import { registerGames } from './games/routes.ts';
import type { GameStore } from './games/store.ts';
import { registerPage } from './page.ts';
import { answerError, answerErrors } from './problems.ts';

interface Parts {
  readonly verifier: Verifier;
  readonly games: GameStore;
  /** The folder of the built page; without it there is the API alone. */
  readonly page?: string;
}

/** A generated game of 50,001 stamps has two and a half million characters as JSON. */
const largestBodyBytes = 4 * 1024 * 1024;

/** The whole service, not listening yet: `main.ts` starts it, the tests ask it. */
export function buildApp({ verifier, games, page }: Parts): FastifyInstance {
  const app = fastify({
    logger: { level: 'error' },
    bodyLimit: largestBodyBytes,
    // A form shows what is wrong with each of its fields, not with the first alone.
    ajv: { customOptions: { allErrors: true } },
    // An address that cannot be read, before there is a route.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  });
  answerErrors(app);
  registerGames(app, { verifier, games });
  if (page !== undefined) registerPage(app, { folder: page, issuer: verifier.issuer });
  return app;
}
