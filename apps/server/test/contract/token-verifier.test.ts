import { createVerifier } from '@latchkey/token-verifier';
import { describe, expect, test } from 'vitest';
import { publicUrl, startApp, type TestApp } from '../support/app.ts';

const sharedSecret = 'a shared secret of more than thirty-two bytes';

/** A verifier in another service, which reaches the server at its port instead of at PUBLIC_URL. */
function verifierFor(app: TestApp, audience?: string) {
  const jwksUrl = `${app.url}/.well-known/jwks.json`;
  return createVerifier({ issuer: publicUrl, jwksUrl, ...(audience !== undefined && { audience }) });
}

describe('@latchkey/token-verifier', () => {
  test.each(['ES256', 'EdDSA', 'RS256'])('accepts tokens of %s by the published keys', async (algorithm) => {
    const app = await startApp('SQLite', { environment: { JWT_ALGORITHM: algorithm } });
    await app.register();
    const { access_token: token } = await app.login();
    const verifier = verifierFor(app);
    expect(await verifier.verify(token)).toMatchObject({ user_id: 1, token_type: 'access', iss: publicUrl });
    await app.stop();
    // From then on by what it knows.
    expect(await verifier.verify(token)).toMatchObject({ user_id: 1 });
  });

  test('accepts tokens of HS256 by the secret, and for the audience that they name', async () => {
    const app = await startApp('SQLite', {
      environment: { JWT_SIGNING_KEY: sharedSecret, TOKEN_AUDIENCE: 'games' },
    });
    await app.register();
    const { access_token: token } = await app.login();
    const options = { issuer: publicUrl, key: sharedSecret };
    expect(await createVerifier({ ...options, audience: 'games' }).verify(token)).toMatchObject({
      aud: 'games',
    });
    await expect(createVerifier({ ...options, audience: 'news' }).verify(token)).rejects.toMatchObject({
      code: 'wrong_audience',
    });
    await expect(verifierFor(app, 'games').verify(token)).rejects.toMatchObject({ code: 'unknown_key' });
  });
});
