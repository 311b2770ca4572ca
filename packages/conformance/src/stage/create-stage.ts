import { setTimeout as delay } from 'node:timers/promises';
import { Broken, NotChecked } from '../outcome.ts';
import type { ConformanceOptions } from '../options.ts';
import type { Accounts } from './accounts.ts';
import type { Admin } from './admin.ts';
import type { Exchange } from './exchange.ts';
import type { Stage } from './stage.ts';

/** Longer than this is not waited for one thing. */
const patienceSeconds = 60;
/** For the rounding to seconds, and for an answer that is slow. */
const marginSeconds = 1.5;

export interface StageParts {
  readonly exchange: Exchange;
  readonly accounts: Accounts;
  readonly admin: Admin | undefined;
  readonly options: ConformanceOptions;
  readonly graceSeconds: number;
}

/** @param rest lets others work while the check waits. */
export function createStage(
  { exchange, accounts, admin, options, graceSeconds }: StageParts,
  rest: () => void,
): Stage {
  const { signal, secret = '', wait = (seconds) => delay(seconds * 1_000, undefined, { signal }) } = options;
  const stopped = (): never => {
    throw new NotChecked('the run was stopped');
  };
  const send: Stage['send'] = (...args) => (signal?.aborted === true ? stopped() : exchange.send(...args));
  const post: Stage['post'] = (path, body, headers = {}) => send('POST', path, { body, headers });
  const call: Stage['call'] = (accessToken, method, path, body) =>
    send(method, path, {
      headers: { authorization: `Bearer ${accessToken}` },
      ...(body !== undefined && { body }),
    });
  const refresh: Stage['refresh'] = (refresh_token, key) =>
    post('/api/refresh/', { refresh_token }, key === undefined ? {} : { 'idempotency-key': key });

  return {
    send,
    post,
    call,
    refresh,
    get: (path, accessToken) =>
      accessToken === undefined ? send('GET', path) : call(accessToken, 'GET', path),
    logout: (refresh_token) => post('/api/logout/', { refresh_token }),
    rotate: async (refreshToken, key) => {
      const answer = await refresh(refreshToken, key);
      const successor = answer.body['refresh_token'];
      if (answer.status !== 200 || typeof successor !== 'string')
        throw new Broken('200 with a new pair: the token is good', answer);
      return successor;
    },
    newAccount: () => (signal?.aborted === true ? stopped() : accounts.make()),
    newSession: (account) => (signal?.aborted === true ? stopped() : accounts.login(account)),
    unusedEmail: accounts.unusedEmail,
    adopt: accounts.adopt,
    wait: async (seconds) => {
      if (seconds > patienceSeconds)
        throw new NotChecked(
          `it would have to wait for ${Math.ceil(seconds)} s, and waits for ${patienceSeconds} s at most`,
        );
      rest();
      await wait(seconds).catch((error: unknown) =>
        signal?.aborted === true ? stopped() : Promise.reject(error as Error),
      );
    },
    graceSeconds,
    beyondGraceSeconds: graceSeconds + marginSeconds,
    secret,
    get admin() {
      if (admin === undefined) throw new NotChecked('no admin was given');
      return admin;
    },
  };
}
