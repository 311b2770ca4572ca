import {
  after,
  asCode,
  before,
  fault,
  instead,
  isRefused,
  isTo,
  madeUpPair,
  problem,
  replyWith,
  textOf,
  withBody,
  withoutMember,
} from '../planting.ts';
import type { Fault } from '../planting.ts';
import type { Reply } from '../faulty-server.ts';

const login = 'POST /api/login/';
const put = 'PUT /api/me/';
const isGood = (reply: Reply): boolean => reply.status === 200;
const loginGives = (more: (body: Reply['body']) => Reply['body']): Fault['plant'] =>
  after(login, (reply) => (isGood(reply) ? withBody(reply, more(reply.body)) : reply));

export const loginFaults: readonly Fault[] = [
  fault(
    'writes refresh tokens in capitals',
    ['login.pair'],
    loginGives((body) => ({ refresh_token: textOf(body, 'refresh_token').toUpperCase() })),
  ),
  fault(
    'does not say how long an access token lives',
    ['login.pair'],
    after(login, (reply) => (isGood(reply) ? withoutMember(reply, 'expires_in') : reply)),
  ),
  fault(
    'gives more than a pair',
    ['login.pair'],
    loginGives(() => ({ scope: 'all' })),
  ),
  fault(
    'compares addresses with their case at login',
    ['login.any-case'],
    instead(login, ({ body }, next) =>
      /[A-Z]/.test(textOf(body, 'email')) ? problem(401, 'invalid_credentials') : next(),
    ),
  ),
  fault('tells an unknown address from a wrong password', ['login.no-enumeration', 'admin.disable'], () => {
    const known = new Set<unknown>();
    return async (call, next) => {
      const reply = await next();
      if (reply.status === 201) known.add(reply.body['email']);
      const isUnknown = isTo(call, login) && reply.status === 401 && !known.has(call.body['email']);
      return isUnknown ? withBody(reply, { detail: 'There is no such account.' }) : reply;
    };
  }),
  fault(
    'ignores unknown fields at login',
    ['login.fields'],
    before(login, ({ remember, ...body }) => (remember === undefined ? undefined : body)),
  ),
  fault(
    'minds a stale Authorization header at login',
    ['login.stale-authorization'],
    instead(login, ({ headers }, next) =>
      headers.authorization === undefined ? next() : problem(401, 'access_token_invalid'),
    ),
  ),
];

export const meFaults: readonly Fault[] = [
  fault(
    'shows more of an account',
    [
      'me.exact',
      'me.put',
      'me.patch',
      'me.put-nothing',
      'me.put-id',
      'me.put-taken',
      'me.put-fields',
      'me.put-wrong-password',
    ],
    after('GET /api/me/', (reply) => (isGood(reply) ? withBody(reply, { is_staff: false }) : reply)),
  ),
  fault(
    'empties the name that PUT leaves out',
    ['me.put'],
    before(put, (body) => ('email' in body && !('username' in body) ? { ...body, username: '' } : undefined)),
  ),
  fault(
    'has no PATCH',
    ['me.patch'],
    instead('PATCH /api/me/', () => problem(405, 'method_not_allowed', {}, { allow: 'GET, PUT' })),
  ),
  fault(
    'refuses a PUT that changes nothing',
    ['me.put-nothing'],
    instead(put, ({ body }, next) =>
      Object.keys(body).length === 0 ? problem(400, 'invalid_request') : next(),
    ),
  ),
  fault(
    'refuses the id that it gave',
    ['me.put-id'],
    instead(put, ({ body }, next) => ('id' in body ? problem(400, 'invalid_request') : next())),
  ),
  fault(
    'says of a taken address only that it is bad, at PUT',
    ['me.put-taken'],
    after(put, (reply) => (isRefused(reply, 'email_taken') ? asCode(reply, 'invalid_request') : reply)),
  ),
  fault('takes the own address in another case for somebody else’s', ['me.put-own-case'], () => {
    const own = new Map<string, string>();
    return async (call, next) => {
      if (isTo(call, login)) own.set(textOf(call.body, 'email').toUpperCase(), '');
      const email = textOf(call.body, 'email');
      const isOwn = isTo(call, put) && own.has(email) && email === email.toUpperCase();
      return isOwn ? problem(400, 'email_taken', { errors: { email: ['taken'] } }) : next();
    };
  }),
  fault(
    'ignores unknown fields at PUT',
    ['me.put-fields'],
    before(put, ({ is_staff, ...body }) => (is_staff === undefined ? undefined : body)),
  ),
  fault(
    'does not look at current_password',
    ['me.put-wrong-password'],
    before(put, ({ current_password, ...body }) =>
      current_password === 'a wrong password' ? body : undefined,
    ),
  ),
  fault(
    'lets an ended session change the account',
    ['me.live-session'],
    after(put, (reply) => (isRefused(reply, 'access_token_invalid') ? replyWith(200, {}) : reply)),
  ),
  fault(
    'shows an account that is gone',
    ['me.gone'],
    after('GET /api/me/', (reply) =>
      isRefused(reply, 'access_token_invalid') ? replyWith(200, { id: 1, username: '', email: '' }) : reply,
    ),
  ),
];

export const accountFaults: readonly Fault[] = [
  fault(
    'keeps the other sessions when the password changes',
    ['account.password'],
    after('POST /api/refresh/', (reply) =>
      reply.body['reason'] === 'password_changed' ? madeUpPair() : reply,
    ),
  ),
  fault(
    'lets the old password in',
    ['account.password', 'account.delete'],
    after(login, (reply) => (reply.status === 401 ? madeUpPair() : reply)),
  ),
  fault(
    'does not say what is wrong with a new password',
    ['account.password-fields'],
    after('POST /api/me/password/', (reply) => withoutMember(reply, 'errors')),
  ),
  fault(
    'takes a wrong current password',
    ['account.password-fields'],
    after('POST /api/me/password/', (reply, { body }) =>
      body['current_password'] === 'a wrong password' ? replyWith(200, {}) : reply,
    ),
  ),
  fault(
    'exports hashes',
    ['account.export'],
    after('GET /api/me/export/', (reply) => withBody(reply, { hash: '$argon2id$v=19$' })),
  ),
  fault(
    'remembers the sessions of a deleted account',
    ['account.delete'],
    after('POST /api/refresh/', (reply) =>
      isRefused(reply, 'refresh_token_unknown') ? problem(401, 'session_ended', { reason: 'admin' }) : reply,
    ),
  ),
  fault(
    'deletes without a password',
    ['account.delete-needs-password'],
    instead('DELETE /api/me/', ({ body }, next) =>
      Object.keys(body).length === 0 ? replyWith(204, {}) : next(),
    ),
  ),
];
