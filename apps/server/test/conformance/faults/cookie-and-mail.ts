import type { Call, Reply } from '../faulty-server.ts';
import {
  after,
  everywhere,
  fault,
  instead,
  isTo,
  problem,
  replyWith,
  withBody,
  withoutHeader,
  type Fault,
} from '../planting.ts';

const typeOf = ({ headers }: Call): string => headers['content-type']?.toString() ?? '';
const cookies = (reply: Reply): string[] => [reply.headers['set-cookie'] ?? []].flat().map(String);
const withCookies = (change: (cookie: string) => string): Fault['plant'] =>
  everywhere((reply) =>
    'set-cookie' in reply.headers
      ? {
          ...reply,
          headers: {
            ...reply.headers,
            'set-cookie': cookies(reply).map((cookie) =>
              cookie.startsWith('__Host-') ? change(cookie) : cookie,
            ),
          },
        }
      : reply,
  );
const settingCookie = [
  'cookie.login',
  'cookie.refresh',
  'cookie.body-first',
  'cookie.origin',
  'cookie.media-type',
];
const isClearing = (cookie: string): boolean => cookie.includes('Max-Age=0');
const tokenIn = (text: string): string => /__Host-latchkey_refresh=([0-9a-f-]{36})/.exec(text)?.[1] ?? '';

export const cookieFaults: readonly Fault[] = [
  fault(
    'lets scripts read the cookie',
    settingCookie,
    withCookies((cookie) => cookie.replace('; HttpOnly', '')),
  ),
  fault(
    'sends the cookie along from other sites',
    settingCookie,
    withCookies((cookie) => cookie.replace('SameSite=Strict', 'SameSite=None')),
  ),
  fault(
    'gives the token in the body too',
    settingCookie,
    everywhere((reply) =>
      tokenIn(cookies(reply).join()) === ''
        ? reply
        : withBody(reply, { refresh_token: tokenIn(cookies(reply).join()) }),
    ),
  ),
  fault('sets the spent token again', ['cookie.refresh'], () => async (call, next) => {
    const reply = await next();
    const spent = tokenIn(String(call.headers['cookie'] ?? ''));
    if (spent === '' || tokenIn(cookies(reply).join()) === '') return reply;
    return {
      ...reply,
      headers: {
        ...reply.headers,
        'set-cookie': cookies(reply).map((cookie) => cookie.replace(tokenIn(cookie), spent)),
      },
    };
  }),
  fault(
    'uses the cookie though a token is in the body',
    ['cookie.body-first'],
    instead('POST /api/refresh/', (call, next) =>
      'cookie' in call.headers && 'refresh_token' in call.body ? next({ body: {} }) : next(),
    ),
  ),
  fault(
    'leaves the cookie at logout',
    ['cookie.logout'],
    after('POST /api/logout/', (reply) => withoutHeader(reply, 'set-cookie')),
  ),
  fault(
    'leaves the cookie when it refuses',
    ['cookie.refused'],
    after('POST /api/refresh/', (reply) =>
      isClearing(cookies(reply).join()) ? withoutHeader(reply, 'set-cookie') : reply,
    ),
  ),
  fault('does not look at the origin', ['cookie.origin'], () => {
    let own: unknown;
    return (call, next) => {
      if ('origin' in call.headers) own ??= call.headers['origin'];
      return 'cookie' in call.headers ? next({ headers: { ...call.headers, origin: String(own) } }) : next();
    };
  }),
  fault(
    'does not look at the media type',
    ['cookie.media-type'],
    () => (call, next) =>
      'cookie' in call.headers && typeOf(call) !== 'application/json'
        ? next({ headers: { ...call.headers, 'content-type': 'application/json' }, raw: Buffer.from('{}') })
        : next(),
  ),
];

/** Where the real server has no such endpoint yet, the fault is one. */
const asks =
  (route: string, unknown: () => Reply): Fault['plant'] =>
  () => {
    const known = new Set<unknown>();
    return async (call, next) => {
      if (!isTo(call, route)) {
        const reply = await next();
        if (reply.status === 201) known.add(reply.body['email']);
        return reply;
      }
      if (call.body['email'] === 'nope')
        return problem(400, 'invalid_request', { errors: { email: ['no address'] } });
      return known.has(call.body['email']) ? replyWith(202, {}) : unknown();
    };
  };

export const mailFaults: readonly Fault[] = [
  fault(
    'tells who asks for a new password that there is no such account',
    ['mail.reset'],
    asks('POST /api/password-reset/', () => replyWith(202, { detail: 'unknown' })),
  ),
  fault(
    'tells who asks for a verification that there is no such account',
    ['mail.verify'],
    asks('POST /api/verify-email/resend/', () => problem(404, 'not_found')),
  ),
  fault(
    'takes any token for a new password',
    ['mail.reset-token'],
    instead('POST /api/password-reset/confirm/', () => replyWith(200, {})),
  ),
  fault(
    'takes any token for a verification',
    ['mail.verify-token'],
    instead('POST /api/verify-email/', () => replyWith(200, {})),
  ),
];
