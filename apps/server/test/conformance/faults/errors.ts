import type { Call } from '../faulty-server.ts';
import {
  after,
  before,
  everywhere,
  fault,
  instead,
  problem,
  replyWith,
  textOf,
  withBody,
  withoutHeader,
  withoutMember,
  type Fault,
} from '../planting.ts';

const login = 'POST /api/login/';
const typeOf = ({ headers }: Call): string => String(headers['content-type'] ?? '');
const isForm = (call: Call): boolean => typeOf(call).includes('form');
const isBadJson = ({ raw }: Call): boolean => {
  try {
    JSON.parse(raw.toString());
    return false;
  } catch {
    return raw.length > 0;
  }
};
export const errorFaults: readonly Fault[] = [
  fault(
    'fails for malformed JSON',
    ['errors.malformed', 'errors.no-500'],
    instead(login, (call, next) =>
      isBadJson(call) && !isForm(call) && typeOf(call) === 'application/json'
        ? problem(500, 'internal_error')
        : next(),
    ),
  ),
  fault(
    'reads a list as an empty object',
    ['errors.not-an-object'],
    instead('POST /api/logout/', (call, next) =>
      call.raw.toString() === '[]' ? replyWith(200, {}) : next(),
    ),
  ),
  fault(
    'does not say what is missing from an empty body',
    ['errors.empty'],
    after(login, (reply, { raw }) => (raw.length === 0 ? withoutMember(reply, 'errors') : reply)),
  ),
  fault(
    'reads the prototype of a body',
    ['errors.prototype'],
    after(login, (reply, { raw }) =>
      raw.toString().includes('__proto__') ? problem(401, 'invalid_credentials') : reply,
    ),
  ),
  fault(
    'drops NULs',
    ['errors.nul'],
    before('PUT /api/me/', (body) =>
      textOf(body, 'username').includes('\0') ? { username: 'ab' } : undefined,
    ),
  ),
  fault(
    'mends lone surrogates',
    ['errors.lone-surrogate'],
    before('PUT /api/me/', (body) =>
      textOf(body, 'username').isWellFormed()
        ? undefined
        : { username: textOf(body, 'username').toWellFormed() },
    ),
  ),
  fault(
    'reads any media type as JSON',
    ['errors.media-type'],
    instead(login, (call, next) =>
      next(
        typeOf(call) === 'text/plain'
          ? { headers: { ...call.headers, 'content-type': 'application/json' } }
          : {},
      ),
    ),
  ),
  fault(
    'reads bodies over 64 KiB',
    ['errors.too-large'],
    instead(login, (call, next) =>
      call.raw.length > 65_536 ? next({ raw: Buffer.from('{"email":"a@example.com"}') }) : next(),
    ),
  ),
  fault(
    'refuses bodies of 64 KiB',
    ['errors.too-large'],
    instead(login, (call, next) => (call.raw.length === 65_536 ? problem(413, 'body_too_large') : next())),
  ),
  fault(
    'has a page of HTML for what is not there',
    ['errors.not-found', 'errors.nul-path', 'errors.problem'],
    everywhere((reply) =>
      reply.status === 404
        ? {
            ...reply,
            body: {},
            raw: Buffer.from('<h1>Not found</h1>'),
            headers: { ...reply.headers, 'content-type': 'text/html' },
          }
        : reply,
    ),
  ),
  fault(
    'does not say which methods it allows',
    ['errors.method'],
    everywhere((reply) => (reply.status === 405 ? withoutHeader(reply, 'allow') : reply)),
  ),
  fault(
    'gives its errors no type',
    ['errors.problem'],
    everywhere((reply) => (reply.status === 413 ? withoutMember(reply, 'type') : reply)),
  ),
  fault(
    'calls its errors plain JSON',
    ['errors.problem'],
    everywhere((reply) =>
      reply.status === 415
        ? { ...reply, headers: { ...reply.headers, 'content-type': 'application/json' } }
        : reply,
    ),
  ),
  fault(
    'repeats what it was sent',
    ['errors.no-secrets'],
    everywhere((reply, { raw }) =>
      reply.status === 400 && raw.length < 1_000
        ? withBody(reply, { detail: `Bad: ${raw.toString()}` })
        : reply,
    ),
  ),
  fault(
    'shows its stack',
    ['errors.no-secrets'],
    everywhere((reply) =>
      reply.status === 404 ? withBody(reply, { detail: 'Error\n    at find (/srv/app.js:1:2)' }) : reply,
    ),
  ),
];
