import { decodeToken, encodeToken } from '../../support/tokens.ts';
import {
  after,
  bearerOf,
  fault,
  instead,
  isRefused,
  isTo,
  problem,
  replyWith,
  textOf,
  withBody,
  without,
  withoutHeader,
  type Fault,
} from '../planting.ts';
import type { Call } from '../faulty-server.ts';

type Part = Readonly<Record<string, unknown>>;
const me = 'GET /api/me/';
const shown = () => replyWith(200, { id: 1, username: '', email: '' });

const headerOf = (token: string): Part => readPart(() => decodeToken(token).header);
const claimsOf = (token: string): Part => readPart(() => decodeToken(token).claims);
function readPart(read: () => Part): Part {
  try {
    return read();
  } catch {
    return {};
  }
}

/** Accepts tokens that the real server refuses. */
const accepts = (isFine: (token: string) => boolean): Fault['plant'] =>
  after(me, (reply, call) => (reply.status === 401 && isFine(bearerOf(call)) ? shown() : reply));

/** Gives tokens another look, and knows them again when they come back. */
function disguised(header: (header: Part) => Part, claims: (claims: Part) => Part): Fault['plant'] {
  return () => {
    const real = new Map<string, string>();
    return async (call, next) => {
      const known = real.get(bearerOf(call));
      const reply = await next(
        known === undefined ? {} : { headers: { ...call.headers, authorization: `Bearer ${known}` } },
      );
      const token = textOf(reply.body, 'access_token');
      if (token === '') return reply;
      const parts = decodeToken(token);
      const look = `${encodeToken(header(parts.header))}.${encodeToken(claims(parts.claims))}.${token.split('.')[2] ?? ''}`;
      real.set(look, token);
      return withBody(reply, { access_token: look });
    };
  };
}

const same = (part: Part): Part => part;
const challenge = (
  call: Call,
  header: string,
): Promise<ReturnType<typeof problem>> | ReturnType<typeof problem> =>
  problem(
    401,
    call.headers.authorization === undefined ? 'access_token_missing' : 'access_token_invalid',
    {},
    { 'www-authenticate': header },
  );

export const accessTokenFaults: readonly Fault[] = [
  fault(
    'names no key',
    ['access.header', 'access.claims-checked', 'access.minted'],
    disguised((header) => without(header, 'kid'), same),
  ),
  fault(
    'gives tokens the type JWT',
    ['access.header', 'access.claims-checked', 'access.minted'],
    disguised((header) => ({ ...header, typ: 'JWT' }), same),
  ),
  fault(
    'writes sub as a number',
    ['access.claims', 'access.claims-checked', 'access.minted'],
    disguised(same, (claims) => ({ ...claims, sub: Number(claims['sub']) })),
  ),
  fault(
    'says a longer life than tokens have',
    ['access.lifetime'],
    after('POST /api/login/', (reply) =>
      reply.status === 200 ? withBody(reply, { expires_in: 31 }) : reply,
    ),
  ),
  fault(
    'gives all tokens one jti',
    ['access.own-names'],
    disguised(same, (claims) => ({ ...claims, jti: 'always-the-same' })),
  ),
  fault(
    'reads the scheme with its case',
    ['access.scheme'],
    instead(me, (call, next) =>
      /^(bearer|BEARER) /.test(String(call.headers.authorization))
        ? challenge(call, 'Bearer error="invalid_token"')
        : next(),
    ),
  ),
  fault(
    'sends no challenge to who has no token',
    ['access.missing'],
    after(me, (reply) =>
      isRefused(reply, 'access_token_missing') ? withoutHeader(reply, 'www-authenticate') : reply,
    ),
  ),
  fault(
    'names an error where no token was sent',
    ['access.missing'],
    after(me, (reply) =>
      isRefused(reply, 'access_token_missing')
        ? { ...reply, headers: { ...reply.headers, 'www-authenticate': 'Bearer error="invalid_token"' } }
        : reply,
    ),
  ),
  fault(
    'calls a broken token a bad request',
    ['access.broken'],
    after(me, (reply, call) => (bearerOf(call) === 'nonsense' ? problem(400, 'invalid_request') : reply)),
  ),
  fault(
    'names no error for a token that was sent',
    [
      'access.broken',
      'access.tampered',
      'access.alg-none',
      'access.other-alg',
      'access.expires',
      'access.claims-checked',
    ],
    after(me, (reply) =>
      isRefused(reply, 'access_token_missing')
        ? reply
        : { ...reply, headers: { ...reply.headers, 'www-authenticate': 'Bearer' } },
    ),
  ),
  fault(
    'does not verify signatures',
    ['access.tampered'],
    accepts(
      (token) =>
        headerOf(token)['alg'] === 'HS256' &&
        !('jwk' in headerOf(token)) &&
        Number(claimsOf(token)['exp']) - Number(claimsOf(token)['iat']) > 30,
    ),
  ),
  fault(
    'accepts the algorithm none',
    ['access.alg-none'],
    accepts((token) => String(headerOf(token)['alg']) === 'None'),
  ),
  fault(
    'accepts another algorithm',
    ['access.other-alg', 'access.claims-checked'],
    accepts((token) => headerOf(token)['alg'] === 'HS512'),
  ),
  fault(
    'accepts the key that a token brings along',
    ['access.other-alg'],
    accepts((token) => 'jwk' in headerOf(token)),
  ),
  fault(
    'accepts expired tokens',
    ['access.expires', 'access.claims-checked'],
    after(me, (reply) => (isRefused(reply, 'access_token_expired') ? shown() : reply)),
  ),
  fault(
    'says of expired tokens only that they are bad',
    ['access.expires', 'access.claims-checked'],
    after(me, (reply) =>
      isRefused(reply, 'access_token_expired') ? withBody(reply, { code: 'access_token_invalid' }) : reply,
    ),
  ),
  fault(
    'accepts tokens without exp',
    ['access.claims-checked'],
    accepts((token) => 'sub' in claimsOf(token) && !('exp' in claimsOf(token))),
  ),
  fault(
    'accepts tokens of another issuer',
    ['access.claims-checked'],
    accepts((token) => claimsOf(token)['iss'] === 'https://evil.example'),
  ),
  fault('lets whoever has the secret change accounts', ['access.minted'], () => async (call, next) => {
    const reply = await next();
    return isTo(call, 'PUT /api/me/') && claimsOf(bearerOf(call))['sid'] === 'made-up-session'
      ? shown()
      : reply;
  }),
];
