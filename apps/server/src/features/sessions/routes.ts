import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requireValid } from '../../http/field-rules.ts';
import { fieldProblem, Problem } from '../../http/problems.ts';
import { originOf } from '../../http/request-origin.ts';
import { emailFault, givenPasswordFault } from '../accounts/index.ts';
import {
  clearRefreshCookie,
  readDeviceCookie,
  readRefreshCookie,
  setDeviceCookie,
  setRefreshCookie,
  type CookieMode,
} from './cookie.ts';
import { isUuid } from './refresh-token.ts';
import { loginSchema, logoutSchema, refreshSchema } from './schemas.ts';
import type { SessionService, TokenPair } from './service.ts';

interface Deps {
  readonly sessions: SessionService;
  readonly cookieMode: CookieMode;
}

export function registerSessionRoutes(server: FastifyInstance, { sessions, cookieMode }: Deps): void {
  const app = server.withTypeProvider<TypeBoxTypeProvider>();

  app.post('/api/login/', { schema: loginSchema, attachValidation: true }, async (request, reply) => {
    await requireValid(request, { email: emailFault, password: givenPasswordFault });
    const { email, password, refresh_token_in: place } = request.body;
    if (place === 'cookie') cookieMode.requireOwnPage(request);
    const userAgent = request.headers['user-agent'] ?? '';
    const client = { userAgent, deviceCookie: readDeviceCookie(request) };
    const pair = await sessions.login({ email, password }, client, originOf(request));
    if (place === 'cookie') setDeviceCookie(reply, pair.deviceCookie);
    return answer(reply, pair, place === 'cookie');
  });

  app.post('/api/refresh/', { schema: refreshSchema }, async (request, reply) => {
    const { token, fromCookie } = presentedToken(request, request.body.refresh_token);
    const idempotencyKey = readIdempotencyKey(request);
    try {
      const userAgent = request.headers['user-agent'] ?? '';
      const pair = await sessions.refresh(token, { userAgent, idempotencyKey, origin: originOf(request) });
      return answer(reply, pair, fromCookie);
    } catch (error) {
      if (fromCookie && error instanceof Problem && error.status === 401) clearRefreshCookie(reply);
      throw error;
    }
  });

  app.post('/api/logout/', { schema: logoutSchema }, async (request, reply) => {
    const { token, fromCookie } = presentedToken(request, request.body.refresh_token);
    await sessions.logout(token, originOf(request));
    if (fromCookie) clearRefreshCookie(reply);
    return { success: 'User logged out.' };
  });

  /** The token of the body; only where there is none, that of the cookie. */
  function presentedToken(
    request: FastifyRequest,
    inBody: string | undefined,
  ): { token: string; fromCookie: boolean } {
    const inCookie = inBody === undefined ? readRefreshCookie(request) : undefined;
    if (inCookie !== undefined) cookieMode.requireOwnPage(request);
    const token = inBody ?? inCookie;
    if (token === undefined) throw fieldProblem('refresh_token', 'This field is required.');
    // What is wrong with a cookie nobody could correct: it is answered like an unknown token, and cleared.
    if (inBody !== undefined && !isUuid(inBody) && !sessions.takesForm(inBody))
      throw fieldProblem('refresh_token', 'Must be a UUID: 36 characters with hyphens.');
    return { token, fromCookie: inCookie !== undefined };
  }
}

function answer(reply: FastifyReply, pair: TokenPair, inCookie: boolean) {
  if (inCookie) setRefreshCookie(reply, pair.refreshToken, pair.refreshExpiresInSeconds);
  return {
    access_token: pair.accessToken,
    ...(!inCookie && { refresh_token: pair.refreshToken }),
    token_type: 'Bearer' as const,
    expires_in: pair.expiresInSeconds,
    refresh_expires_in: pair.refreshExpiresInSeconds,
  };
}

const idempotencyKeyForm = /^[\x21-\x7e]{16,64}$/;

function readIdempotencyKey(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && idempotencyKeyForm.test(key)) return key;
  throw fieldProblem(
    'Idempotency-Key',
    'Must be 16 to 64 visible ASCII characters; make a random one for each refresh.',
  );
}
