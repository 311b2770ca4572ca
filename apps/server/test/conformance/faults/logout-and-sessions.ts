import {
  differInOne,
  after,
  fault,
  instead,
  isRefused,
  isTo,
  problem,
  replyWith,
  textOf,
  withBody,
  type Fault,
} from '../planting.ts';
import type { Call, Reply } from '../faulty-server.ts';

const logout = 'POST /api/logout/';
const refresh = 'POST /api/refresh/';
const list = 'GET /api/me/sessions/';
const success = (): Reply => replyWith(200, { success: 'User logged out.' });
const tokenOf = ({ body }: Call): string => textOf(body, 'refresh_token');
const givenBy = ({ body }: Reply): string => textOf(body, 'refresh_token');

export const logoutFaults: readonly Fault[] = [
  fault(
    'answers a logout with 204',
    [
      'logout.answer',
      'logout.any-generation',
      'logout.forged',
      'logout.unknown',
      'logout.again',
      'logout.race',
    ],
    after(logout, (reply) =>
      reply.status === 200 ? { ...reply, status: 204, raw: Buffer.alloc(0) } : reply,
    ),
  ),
  fault(
    'ends nothing at logout',
    [
      'logout.ends',
      'logout.any-generation',
      'logout.any-case',
      'logout.race',
      'sessions.two',
      'sessions.guarded',
    ],
    instead(logout, (call, next) => (/^[0-9a-f-]{36}$/i.test(tokenOf(call)) ? success() : next())),
  ),
  fault(
    'gives another reason for a logout',
    ['logout.ends', 'logout.any-generation', 'logout.any-case', 'logout.race', 'sessions.two'],
    after(refresh, (reply) =>
      reply.body['reason'] === 'logout' ? withBody(reply, { reason: 'admin' }) : reply,
    ),
  ),
  fault('ends only the session of the current token', ['logout.any-generation', 'logout.race'], () => {
    const spent = new Set<string>();
    return async (call, next) => {
      if (isTo(call, logout) && spent.has(tokenOf(call))) return success();
      const reply = await next();
      if (isTo(call, refresh) && reply.status === 200) spent.add(tokenOf(call));
      return reply;
    };
  }),
  fault('ends the session that a forged token looks like, at logout', ['logout.forged'], () => {
    const known = new Set<string>();
    return async (call, next) => {
      const victim = isTo(call, logout) && [...known].find((token) => differInOne(token, tokenOf(call)));
      if (typeof victim === 'string') return next({ body: { refresh_token: victim } });
      const reply = await next();
      if (givenBy(reply) !== '') known.add(givenBy(reply));
      return reply;
    };
  }),
  fault(
    'refuses the logout of an unknown token',
    ['logout.unknown'],
    instead(logout, (call, next) =>
      tokenOf(call)[14] === '7' ? problem(401, 'refresh_token_unknown') : next(),
    ),
  ),
  fault(
    'does not know a token in capitals again, at logout',
    ['logout.any-case'],
    instead(logout, (call, next) => (/[A-F]/.test(tokenOf(call)) ? success() : next())),
  ),
  fault(
    'ends every session at a logout',
    ['logout.own-session', 'logout.forged', 'sessions.two', 'sessions.guarded'],
    () => {
      const all = new Set<string>();
      return async (call, next) => {
        const reply = await next();
        if (givenBy(reply) !== '') all.add(givenBy(reply));
        if (isTo(call, logout)) for (const token of all) await next({ body: { refresh_token: token } });
        return reply;
      };
    },
  ),
  fault('refuses a second logout', ['logout.again'], () => {
    const gone = new Set<string>();
    return (call, next) => {
      if (!isTo(call, logout) || tokenOf(call) === '') return next();
      if (gone.has(tokenOf(call))) return problem(401, 'refresh_token_unknown');
      gone.add(tokenOf(call));
      return next();
    };
  }),
  fault('fails a refresh that races with a logout', ['logout.race'], () => {
    const seen = new Map<string, number>();
    return (call, next) => {
      const count = (seen.get(tokenOf(call)) ?? 0) + 1;
      seen.set(tokenOf(call), count);
      return isTo(call, refresh) && count === 7 ? problem(500, 'internal_error') : next();
    };
  }),
  fault(
    'takes anything for a token, at logout',
    ['logout.malformed'],
    instead(logout, (call, next) => (call.body['refresh_token'] === 'nonsense' ? success() : next())),
  ),
];

export const sessionFaults: readonly Fault[] = [
  fault(
    'does not say which session asks',
    ['sessions.list'],
    after(list, (reply) =>
      withBody(reply, {
        items:
          (reply.body['items'] as object[] | undefined)?.map((item) => ({ ...item, current: false })) ?? [],
      }),
    ),
  ),
  fault(
    'gives the first page again and again',
    ['sessions.pages'],
    instead(list, (call, next) => next({ target: call.target.replace(/&cursor=.*/, '') })),
  ),
  fault(
    'says that it ended a session, and does not',
    ['sessions.end-one', 'sessions.foreign'],
    instead('DELETE /api/me/sessions/*/', () => ({ ...replyWith(204, {}), raw: Buffer.alloc(0) })),
  ),
  fault(
    'says that it ended the other sessions, and does not',
    ['sessions.end-others', 'sessions.guarded'],
    instead('DELETE /api/me/sessions/', () => ({ ...replyWith(204, {}), raw: Buffer.alloc(0) })),
  ),
  fault(
    'says nothing of a session that is somebody else’s',
    ['sessions.foreign'],
    after('DELETE /api/me/sessions/*/', (reply) =>
      reply.status === 404 ? { ...reply, status: 204, raw: Buffer.alloc(0) } : reply,
    ),
  ),
  fault(
    'lists sessions to one that has ended',
    ['sessions.guarded'],
    after(list, (reply) =>
      isRefused(reply, 'access_token_invalid') ? replyWith(200, { items: [], next: null }) : reply,
    ),
  ),
];
