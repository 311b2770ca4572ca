import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { eventually } from '../support/eventually.ts';
import { newInstallation, runLatchkey, startServer, type ServerProcess } from '../support/server-process.ts';
import { tamper } from '../support/tokens.ts';
import { runPython } from './python.ts';

const PUBLIC_URL = 'https://auth.example.com';
const key = 'the secret that all services share, äöü';

/** What a verifier says of a token; both scripts print it. */
interface Verdict {
  readonly error?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly user_id?: unknown;
}

interface Issued {
  readonly server: ServerProcess;
  readonly token: string;
}

async function issue(settings: Environment = { JWT_SIGNING_KEY: key }): Promise<Issued> {
  const server = await startServer(await newInstallation('SQLite', { PUBLIC_URL, ...settings }));
  await server.register();
  return { server, token: (await server.login()).access_token };
}

function withPyJwt(token: string, more: object = { key, algorithm: 'HS256' }): Promise<Verdict> {
  return runPython('verify-with-pyjwt.py', { token, issuer: PUBLIC_URL, ...more }) as Promise<Verdict>;
}

function withSimpleJwt(token: string, secret = key): Promise<Verdict> {
  return runPython('verify-with-simplejwt.py', { token, key: secret }) as Promise<Verdict>;
}

const claims = {
  user_id: 1,
  sub: '1',
  iss: PUBLIC_URL,
  token_type: 'access',
  sid: expect.any(String) as string,
  jti: expect.any(String) as string,
};

describe('PyJWT', () => {
  test('verifies an access token with JWT_SIGNING_KEY', async () => {
    const { token } = await issue();
    expect(await withPyJwt(token)).toMatchObject({ claims });
  });

  test('verifies an access token with the key that `latchkey keys show` shows', async () => {
    const { server, token } = await issue({});
    const { stdout } = await runLatchkey(server.environment, ['keys', 'show']);
    const [, shown] = /^secret +(\S+)$/m.exec(stdout) ?? [];
    expect(await withPyJwt(token, { key: shown, algorithm: 'HS256' })).toMatchObject({ claims });
  });

  test.each(['ES256', 'EdDSA', 'RS256'])(
    'verifies an access token with %s by the JWKS document',
    async (algorithm) => {
      const { server, token } = await issue({ JWT_ALGORITHM: algorithm });
      const keys = { jwks_url: `${server.url}/.well-known/jwks.json`, algorithm };
      expect(await withPyJwt(token, keys)).toMatchObject({ claims });
      expect(await withPyJwt(tamper(token), keys)).toEqual({ error: 'InvalidSignatureError' });
    },
  );

  test('verifies the audience that TOKEN_AUDIENCE names', async () => {
    const { token } = await issue({ JWT_SIGNING_KEY: key, TOKEN_AUDIENCE: 'scores' });
    const verify = (audience: string) => withPyJwt(token, { key, algorithm: 'HS256', audience });
    expect(await verify('scores')).toMatchObject({ claims: { ...claims, aud: 'scores' } });
    expect(await verify('another service')).toEqual({ error: 'InvalidAudienceError' });
  });

  test('turns away a token that was changed, another key and a token that has expired', async () => {
    const { token } = await issue({ JWT_SIGNING_KEY: key, ACCESS_TOKEN_LIFETIME: '1' });
    expect(await withPyJwt(tamper(token))).toEqual({ error: 'InvalidSignatureError' });
    const other = { key: randomBytes(32).toString('hex'), algorithm: 'HS256' };
    expect(await withPyJwt(token, other)).toEqual({ error: 'InvalidSignatureError' });
    const late = await eventually('a token that has expired', async () => {
      const verdict = await withPyJwt(token);
      return verdict.error === undefined ? undefined : verdict;
    });
    expect(late).toEqual({ error: 'ExpiredSignatureError' });
  });
});

describe('DRF SimpleJWT, told the key and nothing else,', () => {
  test('takes an access token for its user', async () => {
    const { token } = await issue();
    expect(await withSimpleJwt(token)).toMatchObject({ user_id: 1, claims });
  });

  test('turns away a token that was changed, another key and a token that has expired', async () => {
    const { token } = await issue({ JWT_SIGNING_KEY: key, ACCESS_TOKEN_LIFETIME: '1' });
    expect(await withSimpleJwt(tamper(token))).toEqual({ error: 'TokenError' });
    expect(await withSimpleJwt(token, randomBytes(32).toString('hex'))).toEqual({ error: 'TokenError' });
    const late = await eventually('a token that has expired', async () => {
      const verdict = await withSimpleJwt(token);
      return verdict.error === undefined ? undefined : verdict;
    });
    expect(late).toEqual({ error: 'TokenError' });
  });
});
