import { createHmac } from 'node:crypto';
import { createVerifier } from '@latchkey/token-verifier';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { onTestFinished } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { createGameStore, type NewGame } from '../../src/games/store.ts';

const issuer = 'https://auth.example.com';
const key = 'the secret of this test and of nobody else';

/** The service with real verification; the key is ours, so that a test can make any token. */
export function start(games: readonly NewGame[] = [], page?: string): FastifyInstance {
  const verifier = createVerifier({ issuer, key });
  const app = buildApp({ verifier, games: createGameStore(games), ...(page !== undefined && { page }) });
  onTestFinished(() => app.close());
  return app;
}

/** An access token as Latchkey issues it. */
export function tokenWith(claims: object = {}): string {
  const iat = Math.floor(Date.now() / 1_000);
  const standard = { iss: issuer, sub: '7', user_id: 7, sid: 's', jti: 'j', token_type: 'access', iat };
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${encode({ ...standard, exp: iat + 30, ...claims })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

export function as(app: FastifyInstance, token: string | undefined) {
  return async (method: 'GET' | 'POST', url: string, payload?: InjectOptions['payload']): Promise<Answer> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
    return { status: answer.statusCode, type: String(answer.headers['content-type']), body: answer.json() };
  };
}

export const asUser = (app: FastifyInstance) => as(app, tokenWith());
export const asStaff = (app: FastifyInstance) => as(app, tokenWith({ is_staff: true }));
