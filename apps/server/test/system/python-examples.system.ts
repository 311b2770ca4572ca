import { createPublicKey, randomBytes, type JsonWebKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { freePort } from '../support/postgres-server.ts';
import { newInstallation, runLatchkey, startServer, type ServerProcess } from '../support/server-process.ts';
import { decodeToken, encodeToken, signHs256, tamper } from '../support/tokens.ts';
import { spawnExample, startExample, type Example } from './python.ts';

const secret = 'the secret that all services share, äöü';

interface Stage {
  readonly server: ServerProcess;
  readonly example: string;
  readonly token: string;
  readonly refreshToken: string;
  /** Of the first account. */
  readonly id: number;
}

/** Latchkey and an example beside it, which is given the same variables. */
async function start(name: Example, settings: Environment): Promise<Stage> {
  const port = await freePort();
  const shared = { PUBLIC_URL: `http://127.0.0.1:${port}`, ...settings };
  const environment = await newInstallation('SQLite', { ...shared, PORT: String(port) });
  const [server, example] = await Promise.all([startServer(environment), startExample(name, shared)]);
  await server.register();
  const { access_token: token, refresh_token: refreshToken } = await server.login();
  return { server, example, token, refreshToken, id: Number(decodeToken(token).claims['user_id']) };
}

function call(url: string, token: string | undefined, method = 'GET'): Promise<Response> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return fetch(`${url}/games`, { method, headers });
}

async function expectRefused(url: string, token: string | undefined, why: string): Promise<void> {
  const answer = await call(url, token);
  expect([why, answer.status]).toEqual([why, 401]);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
}

async function expectLetIn({ example, token, id }: Stage): Promise<void> {
  const answer = await call(example, token);
  expect([answer.status, await answer.json()]).toEqual([200, { games: [], account: id }]);
}

/** What needs no key: somebody else's claims, no signature, and the public key as the secret of an HMAC. */
function forgeries(token: string): readonly (readonly [why: string, token: string])[] {
  const { header, claims } = decodeToken(token);
  const unsigned = (alg: string): string => `${encodeToken({ ...header, alg })}.${encodeToken(claims)}.`;
  return [
    ['changed', tamper(token)],
    ['alg: none', unsigned('none')],
    ['alg: None', unsigned('None')],
    ['no signature', unsigned(String(header['alg']))],
    ['no JWT', 'Ada'],
    ['an unknown key', signHs256({ ...header, kid: 'unknown' }, claims, randomBytes(32).toString('hex'))],
  ];
}

async function publicKeySecrets(server: ServerProcess): Promise<readonly string[]> {
  // The document has one key: the installation is new.
  const { keys } = (await (await fetch(`${server.url}/.well-known/jwks.json`)).json()) as {
    keys: readonly JsonWebKey[];
  };
  const [key] = keys;
  if (!key) throw new Error('The document has no key.');
  const pem = createPublicKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
  return [pem.toString(), pem.toString().trim(), JSON.stringify(key)];
}

const matrix: readonly (readonly [Example, readonly string[]])[] = [
  ['FastAPI with PyJWT', ['ES256', 'EdDSA', 'RS256']],
  // SimpleJWT knows no EdDSA.
  ['Django REST framework with SimpleJWT', ['ES256', 'RS256']],
];

describe.each(matrix)('examples/python: %s', (name, algorithms) => {
  test('with the shared secret lets in who has a good access token, and nobody else', async () => {
    const settings = { JWT_SIGNING_KEY: secret, TOKEN_AUDIENCE: 'scores' };
    const stage = await start(name, settings);
    const { example, token } = stage;
    await expectLetIn(stage);
    await expectRefused(example, undefined, 'no token');

    const { header, claims } = decodeToken(token);
    const now = Math.floor(Date.now() / 1_000);
    const signed = (more: object, key = secret): string => signHs256(header, { ...claims, ...more }, key);
    await expectLetIn({ ...stage, token: signed({ exp: now - 2 }) });
    for (const [why, bad] of [
      ...forgeries(token),
      ['another secret', signed({}, 'another secret, long enough for an HMAC')],
      ['no secret', signed({}, '')],
      ['expired longer ago than the leeway', signed({ exp: now - 8 })],
      ['without an end', signed({ exp: undefined })],
      ['another issuer', signed({ iss: 'https://auth.example.com' })],
      ['another audience', signed({ aud: 'billing' })],
      ['a refresh token', signed({ token_type: 'refresh' })],
      ['a refresh token of Latchkey', stage.refreshToken],
      ['without a type', signed({ token_type: undefined })],
      ['without an id', signed({ jti: undefined })],
    ] as const)
      await expectRefused(example, bad, why);
  });

  test('leaves to staff what is theirs', async () => {
    const { server, example, token } = await start(name, { JWT_SIGNING_KEY: secret });
    expect((await call(example, token, 'POST')).status).toBe(403);
    const [email, password] = ['admin@example.com', 'correct horse battery'];
    const made = await runLatchkey(server.environment, ['admin', 'create', email], password);
    expect(made.code).toBe(0);
    const { access_token: ofStaff } = await server.login(email, password);
    expect((await call(example, ofStaff, 'POST')).status).toBe(201);
    expect((await call(example, undefined, 'POST')).status).toBe(401);
  });

  test.each(algorithms)('with the public keys of %s lets in nobody who forged a token', async (algorithm) => {
    const stage = await start(name, { JWT_ALGORITHM: algorithm });
    const { server, example, token } = stage;
    await expectLetIn(stage);
    await expectRefused(example, undefined, 'no token');
    for (const [why, bad] of forgeries(token)) await expectRefused(example, bad, why);
    const { header, claims } = decodeToken(token);
    for (const key of await publicKeySecrets(server)) {
      const confused = signHs256({ ...header, alg: 'HS256' }, claims, key);
      await expectRefused(example, confused, 'the public key as a secret');
    }
  });

  test('does not start with an empty secret, which would let anybody make tokens', async () => {
    const { code, stderr } = await spawnExample(name, await freePort(), { JWT_SIGNING_KEY: '' }).exited;
    expect(code).not.toBe(0);
    expect(stderr).toContain('Give JWT_SIGNING_KEY');
  });
});

test('examples/python: FastAPI with PyJWT signs nobody out while the keys cannot be fetched', async () => {
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const example = await startExample('FastAPI with PyJWT', { PUBLIC_URL: nobody, JWT_ALGORITHM: 'ES256' });
  const token = signHs256({ alg: 'ES256', typ: 'at+jwt', kid: 'any' }, {}, secret);
  const answer = await call(example, token);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
});

test('examples/python: FastAPI with PyJWT goes on with the keys that it knows, whatever is sent while Latchkey is away', async () => {
  const stage = await start('FastAPI with PyJWT', { JWT_ALGORITHM: 'ES256', ACCESS_TOKEN_LIFETIME: '1h' });
  await expectLetIn(stage);
  await stage.server.stop();
  for (const [why, token] of forgeries(stage.token)) await expectRefused(stage.example, token, why);
  await expectLetIn(stage);
});
