import { randomUUID } from 'node:crypto';
import type { Call, Next, Reply } from '../faulty-server.ts';
import {
  after,
  before,
  differInOne,
  fault,
  instead,
  isRefused,
  isTo,
  madeUpPair,
  problem,
  textOf,
  withBody,
  without,
  type Fault,
} from '../planting.ts';

const refresh = 'POST /api/refresh/';
const tokenOf = ({ body }: Call): string => textOf(body, 'refresh_token');
const successorOf = ({ body }: Reply): string => textOf(body, 'refresh_token');

/** A fault of a server that remembers the answer to every token that was spent. */
function remembering(
  act: (call: Call, next: Next, spent: Map<string, Reply>) => Promise<Reply> | Reply,
): Fault['plant'] {
  return () => {
    const spent = new Map<string, Reply>();
    return async (call, next) => {
      if (!isTo(call, refresh)) return next();
      const reply = await act(call, next, spent);
      if (reply.status === 200 && !spent.has(tokenOf(call))) spent.set(tokenOf(call), reply);
      return reply;
    };
  };
}

export const rotationFaults: readonly Fault[] = [
  fault('gives the spent token back', ['refresh.pair', 'refresh.chain'], () => {
    const current = new Map<string, string>();
    return async (call, next) => {
      if (!isTo(call, refresh)) return next();
      const given = tokenOf(call);
      const reply = await next(
        current.has(given) ? { body: { ...call.body, refresh_token: current.get(given) } } : {},
      );
      if (reply.status !== 200) return reply;
      current.set(given, successorOf(reply));
      return withBody(reply, { refresh_token: given });
    };
  }),
  fault(
    'lets the refresh token live no longer for being refreshed',
    ['refresh.lifespans'],
    after(refresh, (reply) =>
      reply.status === 200 ? withBody(reply, { refresh_expires_in: 2_591_000 }) : reply,
    ),
  ),
  fault(
    'refuses every token that was spent, as most servers do',
    [
      'refresh.replay',
      'refresh.replay-of-older',
      'refresh.replay-spends-nothing',
      'refresh.race',
      'refresh.race-of-two',
      'refresh.key-in-grace',
    ],
    remembering(async (call, next, spent) => {
      const reply = await next();
      return spent.has(tokenOf(call)) ? problem(401, 'refresh_token_unknown') : reply;
    }),
  ),
  fault(
    'gives every replay a successor of its own',
    [
      'refresh.replay',
      'refresh.replay-of-older',
      'refresh.race',
      'refresh.race-of-two',
      'refresh.key-in-grace',
    ],
    remembering((call, next, spent) => (spent.has(tokenOf(call)) ? madeUpPair() : next())),
  ),
  fault('fails one of many racers', ['refresh.race'], () => {
    const seen = new Map<string, number>();
    return (call, next) => {
      const count = (seen.get(tokenOf(call)) ?? 0) + 1;
      seen.set(tokenOf(call), count);
      return isTo(call, refresh) && count === 37 ? problem(500, 'internal_error') : next();
    };
  }),
  fault('puts one of many racers off for a minute', ['refresh.race', 'refresh.retry-after'], () => {
    const seen = new Map<string, number>();
    return (call, next) => {
      const count = (seen.get(tokenOf(call)) ?? 0) + 1;
      seen.set(tokenOf(call), count);
      return isTo(call, refresh) && count === 37
        ? problem(503, 'overloaded', {}, { 'retry-after': '60' })
        : next();
    };
  }),
  fault('gives one of many racers another successor', ['refresh.race'], () => {
    const seen = new Map<string, number>();
    return async (call, next) => {
      const count = (seen.get(tokenOf(call)) ?? 0) + 1;
      seen.set(tokenOf(call), count);
      const reply = await next();
      return isTo(call, refresh) && count === 37 ? withBody(reply, { refresh_token: randomUUID() }) : reply;
    };
  }),
  fault(
    'replays the old access token',
    ['refresh.replay'],
    remembering(async (call, next, spent) => {
      const reply = await next();
      const first = spent.get(tokenOf(call));
      return first ? withBody(reply, { access_token: first.body['access_token'] }) : reply;
    }),
  ),
  fault(
    'replays the answer that was right when the token was spent',
    ['refresh.replay-of-older'],
    remembering(async (call, next, spent) => {
      const reply = await next();
      const first = spent.get(tokenOf(call));
      return first && reply.status === 200 ? withBody(reply, { refresh_token: successorOf(first) }) : reply;
    }),
  ),
  fault('ends the session that a forged token looks like', ['refresh.forged'], () => {
    const known = new Set<string>();
    return async (call, next) => {
      const reply = await next();
      if (successorOf(reply) !== '') known.add(successorOf(reply));
      const victim = [...known].find((token) => differInOne(token, tokenOf(call)));
      if (isTo(call, refresh) && victim !== undefined) {
        await next({ target: '/api/logout/', body: { refresh_token: victim } });
      }
      return reply;
    };
  }),
  fault(
    'refuses an unknown token as not found',
    ['refresh.forged', 'refresh.unknown'],
    after(refresh, (reply) =>
      isRefused(reply, 'refresh_token_unknown') ? problem(404, 'not_found') : reply,
    ),
  ),
  fault(
    'knows no UUID of version 7',
    ['refresh.unknown'],
    instead(refresh, (call, next) =>
      tokenOf(call)[14] === '7'
        ? problem(400, 'invalid_request', { errors: { refresh_token: ['no UUID'] } })
        : next(),
    ),
  ),
  fault(
    'does not know a token in capitals again',
    ['refresh.any-case'],
    instead(refresh, (call, next) =>
      /[A-F]/.test(tokenOf(call)) ? problem(401, 'refresh_token_unknown') : next(),
    ),
  ),
  fault(
    'takes a UUID without hyphens',
    ['refresh.malformed'],
    instead(refresh, (call, next) =>
      /^[0-9a-f]{32}$/.test(tokenOf(call)) ? problem(401, 'refresh_token_unknown') : next(),
    ),
  ),
  fault(
    'fails for a number',
    ['refresh.malformed'],
    instead(refresh, ({ body }, next) =>
      body['refresh_token'] === 5 ? problem(500, 'internal_error') : next(),
    ),
  ),
  fault(
    'ignores unknown fields at refresh',
    ['refresh.unknown-field'],
    before(refresh, ({ scope, ...body }) => (scope === undefined ? undefined : body)),
  ),
  fault('spends the token of a bad request', ['refresh.unknown-field'], () => async (call, next) => {
    const reply = await next();
    if (isTo(call, refresh) && 'scope' in call.body)
      await next({ target: '/api/logout/', body: { refresh_token: tokenOf(call) } });
    return reply;
  }),
  fault(
    'takes any Idempotency-Key',
    ['refresh.key-form'],
    instead(refresh, ({ headers }, next) =>
      next(
        headers['idempotency-key'] === 'too-short' ? { headers: without(headers, 'idempotency-key') } : {},
      ),
    ),
  ),
];
