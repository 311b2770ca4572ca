import {
  after,
  asCode,
  before,
  fault,
  instead,
  isRefused,
  isTo,
  problem,
  replyWith,
  textOf,
  withBody,
  withoutMember,
} from '../planting.ts';
import type { Fault } from '../planting.ts';

const register = 'POST /api/register/';
const isWhole = (email: string): boolean => email.includes('conformance-');

export const registrationFaults: readonly Fault[] = [
  fault(
    'answers a registration with 200',
    [
      'registration.answer',
      'registration.username',
      'registration.email-as-typed',
      'registration.race',
      'registration.any-characters',
    ],
    after(register, (reply) => (reply.status === 201 ? { ...reply, status: 200 } : reply)),
  ),
  fault(
    'tells more about a new account',
    ['registration.answer'],
    after(register, (reply) => (reply.status === 201 ? withBody(reply, { username: '' }) : reply)),
  ),
  fault(
    'forgets the name at registration',
    ['registration.username'],
    before(register, ({ username, ...body }) =>
      typeof username === 'string' && username.length < 151 ? body : undefined,
    ),
  ),
  fault(
    'cuts long names off',
    ['registration.username-limit'],
    before(register, (body) => {
      const username = textOf(body, 'username');
      return username.startsWith('xxx') ? { ...body, username: username.slice(0, 150) } : undefined;
    }),
  ),
  fault(
    'makes names up',
    ['registration.default-name'],
    after('GET /api/me/', (reply) =>
      reply.body['username'] === '' ? withBody(reply, { username: 'user' }) : reply,
    ),
  ),
  fault(
    'does not trim addresses',
    ['registration.email-as-typed'],
    after(register, (reply, { body }) =>
      reply.status === 201 ? withBody(reply, { email: body['email'] }) : reply,
    ),
  ),
  fault(
    'says of a taken address only that it is bad',
    ['registration.taken', 'registration.race'],
    after(register, (reply) => (isRefused(reply, 'email_taken') ? asCode(reply, 'invalid_request') : reply)),
  ),
  fault('compares addresses with their case', ['registration.taken', 'registration.race'], () => {
    let id = 1_000_000;
    return async (call, next) => {
      const reply = await next();
      const email = textOf(call.body, 'email');
      const isOther =
        isTo(call, register) && isRefused(reply, 'email_taken') && email === email.toUpperCase();
      return isOther ? replyWith(201, { id: (id += 1), email }) : reply;
    };
  }),
  fault('fails where two register one address at once', ['registration.race'], () => {
    let running = 0;
    return async (call, next) => {
      if (!isTo(call, register)) return next();
      running += 1;
      const hasCompany = running > 1;
      const reply = await next();
      running -= 1;
      return hasCompany && reply.status === 400 ? problem(500, 'internal_error') : reply;
    };
  }),
  fault(
    'does not say which fields are missing',
    ['registration.fields'],
    after(register, (reply, { body }) => ('email' in body ? reply : withoutMember(reply, 'errors'))),
  ),
  fault(
    'ignores unknown fields at registration',
    ['registration.unknown-field'],
    before(register, ({ is_staff, ...body }) => (is_staff === undefined ? undefined : body)),
  ),
  fault(
    'takes anything for an address',
    ['registration.bad-addresses'],
    after(register, (reply, { body }) =>
      body['email'] === 'user@-example.com'
        ? replyWith(201, { id: 1_000_000, email: 'user@-example.com' })
        : reply,
    ),
  ),
  fault(
    'takes short passwords',
    ['registration.password-rules'],
    before(register, (body) =>
      body['password'] === '1234567' && isWhole(textOf(body, 'email'))
        ? { ...body, password: '12345678 and more' }
        : undefined,
    ),
  ),
  fault(
    'refuses passwords of more than 72 bytes',
    ['registration.any-characters'],
    instead(register, ({ body }, next) => {
      const isLong = textOf(body, 'password').length === 512;
      return isLong ? problem(400, 'invalid_request', { errors: { password: ['too long'] } }) : next();
    }),
  ),
  fault('uses the id of the newest account again', ['registration.ids'], () => {
    let newest = 0;
    let free: number | undefined;
    return async (call, next) => {
      const reply = await next();
      if (isTo(call, 'DELETE /api/me/') && reply.status === 204) free = newest;
      if (!isTo(call, register) || reply.status !== 201) return reply;
      newest = Number(reply.body['id']);
      return free === undefined ? reply : withBody(reply, { id: free });
    };
  }),
];
