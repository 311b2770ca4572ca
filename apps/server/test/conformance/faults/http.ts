import type { Call } from '../faulty-server.ts';
import {
  after,
  everywhere,
  fault,
  instead,
  problem,
  replyWith,
  withBody,
  withoutHeader,
  type Fault,
} from '../planting.ts';

const login = 'POST /api/login/';
const typeOf = ({ headers }: Call): string => String(headers['content-type'] ?? '');
const isForm = (call: Call): boolean => typeOf(call).includes('form');
export const httpFaults: readonly Fault[] = [
  fault(
    'redirects to the trailing slash',
    ['http.slash'],
    () => (call, next) =>
      call.target.endsWith('/') || call.target.startsWith('/.')
        ? next()
        : replyWith(301, {}, { location: call.path }),
  ),
  fault(
    'reads no forms',
    ['http.form', 'http.form-fields'],
    () => (call, next) => (isForm(call) ? problem(415, 'unsupported_media_type') : next()),
  ),
  fault(
    'takes the last of two fields of a form',
    ['http.form-fields'],
    instead(login, (call, next) =>
      isForm(call)
        ? next({ raw: Buffer.from(call.raw.toString().replace('email=a@example.com&email', 'email')) })
        : next(),
    ),
  ),
  fault(
    'reads the media type with its case',
    ['http.json-parameters'],
    instead(login, (call, next) =>
      typeOf(call).startsWith('A') ? problem(415, 'unsupported_media_type') : next(),
    ),
  ),
  fault(
    'gives all answers one request id',
    ['http.own-request-id'],
    everywhere((reply) => ({ ...reply, headers: { ...reply.headers, 'x-request-id': 'always-the-same' } })),
  ),
  fault(
    'gives some answers no request id',
    ['http.request-id'],
    after('POST /api/logout/', (reply) => withoutHeader(reply, 'x-request-id')),
  ),
  fault(
    'lets caches store tokens',
    ['http.no-store'],
    everywhere((reply) => withoutHeader(reply, 'cache-control')),
  ),
  fault(
    'does not say when to come back after too many attempts',
    ['http.json-parameters', 'http.limits'],
    () => (call, next) =>
      typeOf(call).startsWith('A') ? problem(429, 'too_many_requests', {}, { 'retry-after': '9' }) : next(),
  ),
  fault(
    'does not say when to come back under load',
    ['http.json-parameters', 'http.overload'],
    () => (call, next) => (typeOf(call).startsWith('A') ? problem(503, 'overloaded') : next()),
  ),
];

const secretKey = { keys: [{ kty: 'oct', kid: 'x', k: 'c2VjcmV0' }] };

export const discoveryFaults: readonly Fault[] = [
  fault(
    'publishes its secret',
    ['discovery.keys'],
    instead('GET /.well-known/jwks.json/', () => replyWith(200, secretKey)),
  ),
  fault(
    'publishes a key that its tokens do not need',
    ['discovery.keys'],
    instead('GET /.well-known/jwks.json/', () => replyWith(200, { keys: [{ kty: 'EC', kid: 'x' }] })),
  ),
  fault(
    'does not describe all endpoints',
    ['discovery.openapi'],
    after('GET /openapi.json/', (reply) => withBody(reply, { paths: { '/api/login/': {} } })),
  ),
  fault(
    'has nothing at the root of the API',
    ['discovery.root'],
    instead('GET /api/', () => problem(404, 'not_found')),
  ),
  fault(
    'is not ready',
    ['discovery.health'],
    instead('GET /health/ready/', () => problem(503, 'unavailable', {}, { 'retry-after': '1' })),
  ),
];
