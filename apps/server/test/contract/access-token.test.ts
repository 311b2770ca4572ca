import { createHmac, createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { decodeToken, encodeToken, signHs256 } from '../support/tokens.ts';

const signingKey = 'a signing key of more than 32 bytes, with ümlauts';

onEveryDatabase('access tokens', (kind) => {
  async function signedIn(environment = {}) {
    const app = await startApp(kind, { environment: { JWT_SIGNING_KEY: signingKey, ...environment } });
    await app.register();
    const { access_token } = await app.login();
    return { app, token: access_token, ...decodeToken(access_token) };
  }

  test('carry the claims and the header of the contract', async () => {
    const { header, claims } = await signedIn({ TOKEN_AUDIENCE: 'https://api.example.com' });
    expect(header).toEqual({
      alg: 'HS256',
      typ: 'at+jwt',
      kid: expect.stringMatching(/^[\w-]{16}$/) as string,
    });
    expect(claims).toEqual({
      user_id: 1,
      sub: '1',
      iat: expect.any(Number) as number,
      exp: Number(claims['iat']) + 30,
      jti: expect.stringMatching(/^[\w-]{16,}$/) as string,
      sid: expect.stringMatching(/^[\w-]{16}$/) as string,
      token_type: 'access',
      iss: 'http://localhost:8000',
      aud: 'https://api.example.com',
    });
    expect(Math.abs(Number(claims['iat']) - Date.now() / 1_000)).toBeLessThan(5);
  });

  test('are HMAC-SHA-256 over the UTF-8 bytes of JWT_SIGNING_KEY', async () => {
    const { token } = await signedIn();
    const [head = '', payload = '', signature = ''] = token.split('.');
    expect(
      createHmac('sha256', Buffer.from(signingKey, 'utf8')).update(`${head}.${payload}`).digest('base64url'),
    ).toBe(signature);
  });

  test('keep their key over a restart, and with it stay valid', async () => {
    const { app, token, header } = await signedIn();
    const restarted = await app.another();
    expect((await restarted.get('/api/me/', token)).status).toBe(200);
    expect(decodeToken((await restarted.login()).access_token).header['kid']).toBe(header['kid']);
  });

  test('stay valid when JWT_SIGNING_KEY is replaced, until they expire', async () => {
    const { app, token } = await signedIn();
    const restarted = await app.another({
      environment: { JWT_SIGNING_KEY: 'another key of more than thirty-two bytes' },
    });
    expect((await restarted.get('/api/me/', token)).status).toBe(200);
    expect((await restarted.get('/api/me/', (await restarted.login()).access_token)).status).toBe(200);
  });

  test('expire by the claim, to the second', async () => {
    const { app, token } = await signedIn();
    app.clock.advance(31);
    const answer = await app.get('/api/me/', token);
    expectProblem(answer, 401, 'access_token_expired');
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token", error_description=/);
  });

  test('no token: the challenge names no error', async () => {
    const { app } = await signedIn();
    for (const headers of [{}, { authorization: '' }, { authorization: 'Basic dXNlcjpwYXNz' }]) {
      const answer = await app.send('GET', '/api/me/', { headers });
      expectProblem(answer, 401, 'access_token_missing');
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
  });

  test('anything that is not a token of ours is refused', async () => {
    const { app, token, header, claims } = await signedIn({ TOKEN_AUDIENCE: 'ours' });
    const sign = (h: object, c: object, key = signingKey): string => signHs256(h, c, key);
    const [head = '', payload = '', signature = ''] = token.split('.');
    const forgeries: Record<string, string> = {
      nothing: '',
      nonsense: 'nonsense',
      'three dots': '...',
      'a huge token': `${head}.${'A'.repeat(8_000)}.${signature}`,
      'two parts': `${head}.${payload}`,
      'no signature': `${head}.${payload}.`,
      'another payload': `${head}.${encodeToken({ ...claims, user_id: 2, sub: '2' })}.${signature}`,
      'another signature': `${head}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      'alg none': `${encodeToken({ ...header, alg: 'none' })}.${payload}.`,
      'alg none in capitals': `${encodeToken({ ...header, alg: 'NONE' })}.${payload}.`,
      'alg HS384': sign({ ...header, alg: 'HS384' }, claims),
      'alg RS256': sign({ ...header, alg: 'RS256' }, claims),
      'another key': sign(header, claims, 'some other key of at least 32 bytes!'),
      'another kid': sign({ ...header, kid: 'unknown' }, claims),
      'no kid': sign({ ...header, kid: undefined }, claims),
      'another typ': sign({ ...header, typ: 'JWT' }, claims),
      'a critical header': sign({ ...header, crit: ['b64'], b64: false }, claims),
      'a key in the header': sign({ ...header, jwk: { kty: 'oct', k: 'AAAA' } }, claims, 'AAAA'),
      'no exp': sign(header, { ...claims, exp: undefined }),
      'exp as text': sign(header, { ...claims, exp: '99999999999' }),
      'another issuer': sign(header, { ...claims, iss: 'https://evil.example' }),
      'no issuer': sign(header, { ...claims, iss: undefined }),
      'another audience': sign(header, { ...claims, aud: 'theirs' }),
      'no audience': sign(header, { ...claims, aud: undefined }),
      'a refresh token type': sign(header, { ...claims, token_type: 'refresh' }),
      'user_id as text': sign(header, { ...claims, user_id: '1' }),
      'user_id and sub that differ': sign(header, { ...claims, user_id: 2 }),
      'no session': sign(header, { ...claims, sid: undefined }),
      'not valid yet': sign(header, { ...claims, nbf: Math.floor(Date.now() / 1_000) + 3_600 }),
      'a list as payload': sign(header, []),
    };
    for (const [name, forgery] of Object.entries(forgeries)) {
      const answer = await app.get('/api/me/', forgery);
      expect(`${name}: ${answer.status} ${answer.body.code}`).toBe(`${name}: 401 access_token_invalid`);
      expect(answer.headers['www-authenticate']).toMatch(/error="invalid_token"/);
    }
    expect((await app.get('/api/me/', sign(header, claims))).status).toBe(200);
    expectProblem(
      await app.get('/api/me/', sign(header, { ...claims, exp: 1 })),
      401,
      'access_token_expired',
    );
  });

  test('a token minted with the shared secret has no session, so it changes nothing', async () => {
    const { app, header, claims } = await signedIn();
    const minted = signHs256(header, { ...claims, sid: 'made-up-session' }, signingKey);
    expect((await app.get('/api/me/', minted)).status).toBe(200);
    for (const answer of await Promise.all([
      app.put('/api/me/', { username: 'x' }, minted),
      app.get('/api/me/sessions/', minted),
      app.get('/api/me/export/', minted),
    ])) {
      expectProblem(answer, 401, 'access_token_invalid');
    }
  });

  test('with HS256 no key is published', async () => {
    const { app } = await signedIn();
    const answer = await app.get('/.well-known/jwks.json');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ keys: [] });
  });

  test.each(['ES256', 'EdDSA', 'RS256'])(
    '%s tokens verify with the published key, and are accepted',
    async (algorithm) => {
      const app = await startApp(kind, { environment: { JWT_ALGORITHM: algorithm } });
      await app.register();
      const { access_token } = await app.login();
      expect((await app.get('/api/me/', access_token)).status).toBe(200);
      const { header } = decodeToken(access_token);
      expect(header['alg']).toBe(algorithm);
      const { keys } = (await app.get('/.well-known/jwks.json')).body as unknown as {
        keys: (Record<string, string> & { kid: string })[];
      };
      const jwk = keys.find(({ kid }) => kid === header['kid']);
      expect(jwk).toMatchObject({ alg: algorithm, use: 'sig' });
      expect(jwk).not.toHaveProperty('d');
      const [head = '', payload = '', signature = ''] = access_token.split('.');
      const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
      const isValid = verify(
        algorithm === 'EdDSA' ? null : 'sha256',
        Buffer.from(`${head}.${payload}`),
        algorithm === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key,
        Buffer.from(signature, 'base64url'),
      );
      expect(isValid).toBe(true);
      // The public key as the secret of an HMAC: the confusion of algorithms.
      const pem = key.export({ type: 'spki', format: 'pem' }).toString();
      const confused = signHs256({ ...header, alg: 'HS256' }, decodeToken(access_token).claims, pem);
      expectProblem(await app.get('/api/me/', confused), 401, 'access_token_invalid');
    },
  );

  test('tokens of the algorithm before stay valid after a change of algorithm', async () => {
    const { app, token } = await signedIn();
    const restarted = await app.another({
      environment: { JWT_ALGORITHM: 'ES256', JWT_SIGNING_KEY: undefined },
    });
    expect((await restarted.get('/api/me/', token)).status).toBe(200);
  });
});
