import { decodeToken } from '../../support/tokens.ts';
import {
  after,
  asCode,
  bearerOf,
  before,
  fault,
  instead,
  isRefused,
  isTo,
  madeUpPair,
  problem,
  replyWith,
  withBody,
  withoutMember,
  type Fault,
} from '../planting.ts';
import type { Reply } from '../faulty-server.ts';

const settings = '/api/admin/settings/';
const accounts = '/api/admin/accounts/';
const emptyList = (): Reply => replyWith(200, { items: [], next: null });

/** Requests that come with a token which no server gave. */
const isMinted = (token: string): boolean => {
  try {
    return decodeToken(token).claims['sid'] === 'made-up-session';
  } catch {
    return false;
  }
};

export const adminFaults: readonly Fault[] = [
  fault(
    'lists accounts to everybody',
    ['admin.guard', 'admin.fallen'],
    after(`GET ${accounts}`, (reply) => (isRefused(reply, 'forbidden') ? emptyList() : reply)),
  ),
  fault('trusts an admin’s token until it expires', ['admin.fallen'], () => {
    const trusted = new Set<string>();
    return async (call, next) => {
      const reply = await next();
      if (!isTo(call, `GET ${accounts}`)) return reply;
      if (reply.status === 200) trusted.add(bearerOf(call));
      return reply.status !== 200 && trusted.has(bearerOf(call)) ? emptyList() : reply;
    };
  }),
  fault(
    'lets admins be minted',
    ['admin.minted'],
    () => async (call, next) => (isMinted(bearerOf(call)) ? emptyList() : next()),
  ),
  fault(
    'does not search',
    ['admin.accounts'],
    instead(`GET ${accounts}`, (call, next) => next({ target: call.target.replace(/q=[^&]*/, '') })),
  ),
  fault(
    'says of a taken address only that it is bad, to admins',
    ['admin.make'],
    after(`POST ${accounts}`, (reply) =>
      isRefused(reply, 'email_taken') ? asCode(reply, 'invalid_request') : reply,
    ),
  ),
  fault(
    'forgets the name that an admin gave',
    ['admin.change'],
    before(`PATCH ${accounts}*/`, ({ username, ...body }) => (username === undefined ? undefined : body)),
  ),
  fault(
    'lets the sessions of a disabled account live',
    ['admin.disable'],
    after('POST /api/refresh/', (reply) =>
      reply.body['reason'] === 'account_disabled' ? madeUpPair() : reply,
    ),
  ),
  fault(
    'shows an account that was deleted',
    ['admin.delete'],
    after(`GET ${accounts}*/`, (reply) => (reply.status === 404 ? replyWith(200, {}) : reply)),
  ),
  fault(
    'says that the user ended what an admin ended',
    ['admin.sessions'],
    after('POST /api/refresh/', (reply) =>
      reply.body['reason'] === 'admin' ? withBody(reply, { reason: 'logout' }) : reply,
    ),
  ),
  fault(
    'lets a reset link work twice',
    ['admin.reset-link'],
    after('POST /api/password-reset/confirm/', (reply) =>
      isRefused(reply, 'token_invalid') ? replyWith(200, {}) : reply,
    ),
  ),
  fault(
    'writes passwords into the audit trail',
    ['admin.audit'],
    after('GET /api/admin/audit/', (reply) =>
      reply.status === 200 ? withBody(reply, { note: 'a wrong password' }) : reply,
    ),
  ),
];

const lists = (reply: Reply): object[] => (reply.body['settings'] as object[] | undefined) ?? [];

export const settingFaults: readonly Fault[] = [
  fault(
    'does not say what a setting means',
    ['settings.list'],
    after(`GET ${settings}`, (reply) =>
      reply.status === 200
        ? withBody(reply, { settings: lists(reply).map((one) => ({ ...one, help: undefined })) })
        : reply,
    ),
  ),
  fault(
    'lets one admin overwrite another',
    ['settings.conflict'],
    before(`PATCH ${settings}`, (body) =>
      Number(body['version']) > 999 ? { ...body, version: Number(body['version']) - 1_000 } : undefined,
    ),
  ),
  fault(
    'ignores settings that it does not know',
    ['settings.bad-values'],
    before(`PATCH ${settings}`, (body) => {
      const { NO_SUCH_SETTING, ...values } = body['values'] as Record<string, unknown>;
      return NO_SUCH_SETTING === undefined ? undefined : { ...body, values };
    }),
  ),
  fault(
    'has no history',
    ['settings.history', 'disposable.history'],
    instead(`GET ${settings}history/`, () => problem(404, 'not_found')),
  ),
  fault(
    'does not say what a setting was before',
    ['disposable.history'],
    after(`GET ${settings}history/`, (reply) =>
      withBody(reply, {
        items: ((reply.body['items'] as object[] | undefined) ?? []).map((item) => ({
          ...item,
          from: undefined,
        })),
      }),
    ),
  ),
  fault(
    'changes no lifetime until it is started again',
    ['disposable.lifetime'],
    after('POST /api/login/', (reply) =>
      reply.status === 200 ? withBody(reply, { expires_in: 30 }) : reply,
    ),
  ),
  fault(
    'lets every racing change win',
    ['disposable.races', 'settings.conflict'],
    after(`PATCH ${settings}`, (reply) => (reply.status === 409 ? replyWith(200, {}) : reply)),
  ),
  fault(
    'does not say that a session has expired',
    ['disposable.expiry'],
    after('POST /api/refresh/', (reply) =>
      isRefused(reply, 'refresh_token_expired') ? withoutMember(reply, 'reason') : reply,
    ),
  ),
  fault(
    'does not know expired tokens',
    ['disposable.expiry', 'disposable.absolute'],
    after('POST /api/refresh/', (reply) =>
      isRefused(reply, 'refresh_token_expired') ? asCode(reply, 'refresh_token_unknown') : reply,
    ),
  ),
  fault(
    'keeps the grace that it started with',
    ['disposable.grace'],
    after('POST /api/refresh/', (reply) => (isRefused(reply, 'refresh_token_reused') ? madeUpPair() : reply)),
  ),
  fault(
    'lets a session outlive its limit',
    ['disposable.absolute'],
    before(`PATCH ${settings}`, (body) =>
      'SESSION_ABSOLUTE_LIFETIME' in (body['values'] as object) ? { ...body, values: {} } : undefined,
    ),
  ),
  fault(
    'lets an account have any number of sessions',
    ['disposable.sessions'],
    after('POST /api/refresh/', (reply) => (reply.body['reason'] === 'limit' ? madeUpPair() : reply)),
  ),
  fault(
    'lets passwords be guessed',
    ['disposable.limit'],
    after('POST /api/login/', (reply) =>
      reply.status === 429 ? problem(401, 'invalid_credentials') : reply,
    ),
  ),
  fault(
    'takes common passwords',
    ['disposable.common-passwords'],
    before('POST /api/register/', (body) =>
      body['password'] === 'password' ? { ...body, password: 'an uncommon password' } : undefined,
    ),
  ),
  fault(
    'lets an address be changed without a password',
    ['disposable.email-change'],
    after('PUT /api/me/', (reply) => (reply.status === 400 ? replyWith(200, {}) : reply)),
  ),
  fault(
    'lets its last admin go',
    ['disposable.last-admin'],
    after(`PATCH ${accounts}*/`, (reply) => (isRefused(reply, 'forbidden') ? replyWith(200, {}) : reply)),
  ),
];
