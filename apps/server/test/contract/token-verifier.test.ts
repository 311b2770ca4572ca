import { createVerifier, TokenError, type Verifier } from '@latchkey/token-verifier';
import { describe, expect, onTestFinished, test } from 'vitest';
import { publicUrl, startApp, type TestApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { feedPath } from '../support/read-feed.ts';

const sharedSecret = 'a shared secret of more than thirty-two bytes';

/** A verifier in another service, which reaches the server at its port instead of at PUBLIC_URL. */
function verifierFor(app: TestApp, audience?: string) {
  const jwksUrl = `${app.url}/.well-known/jwks.json`;
  return createVerifier({ issuer: publicUrl, jwksUrl, ...(audience !== undefined && { audience }) });
}

const isAccepted = (verifier: Verifier, token: string): Promise<true | string> =>
  verifier.verify(token).then(
    () => true,
    (error: unknown) => (error instanceof TokenError ? error.code : 'another error'),
  );

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

onEveryDatabase('@latchkey/token-verifier, following the sessions that end', (kind) => {
  function follow(app: TestApp, onStale: 'accept' | 'reject') {
    const url = `${app.url}${feedPath}`;
    const verifier = createVerifier({ issuer: publicUrl, key: sharedSecret, revocations: { url, onStale } });
    onTestFinished(() => verifier.close());
    return { verifier, isAccepted: (token: string) => isAccepted(verifier, token) };
  }
  const environment = { JWT_SIGNING_KEY: sharedSecret, ACCESS_TOKEN_LIFETIME: '1h' };
  const started = (): Promise<TestApp> => startApp(kind, { environment });

  test('refuses a token within a second after the logout, and no other one', async () => {
    const app = await started();
    await app.register();
    const [leaving, staying] = [await app.login(), await app.login()];
    const { isAccepted } = follow(app, 'reject');
    expect(await isAccepted(leaving.access_token)).toBe(true);
    await app.logout(leaving.refresh_token);
    const begin = performance.now();
    await expect
      .poll(() => isAccepted(leaving.access_token), { interval: 10, timeout: 5_000 })
      .toBe('revoked');
    expect(performance.now() - begin).toBeLessThan(1_000);
    expect(await isAccepted(staying.access_token)).toBe(true);
  });

  test('does so for what ends at another node', async () => {
    const app = await started();
    const other = await app.another();
    await app.register();
    const { access_token, refresh_token } = await other.login();
    const { isAccepted } = follow(app, 'reject');
    expect(await isAccepted(access_token)).toBe(true);
    await other.logout(refresh_token);
    const begin = performance.now();
    await expect.poll(() => isAccepted(access_token), { interval: 10, timeout: 5_000 }).toBe('revoked');
    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  test('goes on through a change of SECRET_KEY, which changes the key of the feed', async () => {
    const first = await startApp(kind, {
      environment: { ...environment, SECRET_KEY: 'the first secret key' },
    });
    await first.register();
    const sessions = [await first.login(), await first.login()];
    let now = first;
    const url = `${first.url}${feedPath}`;
    const verifier = createVerifier({
      ...{ issuer: publicUrl, key: sharedSecret, revocations: { url, onStale: 'reject' } },
      fetch: (input, init) => fetch(input.replace(first.url, now.url), init),
    });
    onTestFinished(() => verifier.close());
    for (const { access_token } of sessions) await verifier.verify(access_token);
    now = await first.another({
      environment: {
        ...environment,
        SECRET_KEY: 'the second secret key',
        SECRET_KEY_FALLBACKS: 'the first secret key',
      },
    });
    // Of the first end the node that was asked before may tell; of the next one the new node does.
    for (const { access_token, refresh_token } of sessions) {
      await now.logout(refresh_token);
      await expect.poll(() => isAccepted(verifier, access_token), { timeout: 10_000 }).toBe('revoked');
    }
  });

  test('remembers what it was told when the server is gone', async () => {
    const app = await started();
    await app.register();
    const [ended, live] = [await app.login(), await app.login()];
    await app.logout(ended.refresh_token);
    const { verifier, isAccepted } = follow(app, 'accept');
    expect(await isAccepted(ended.access_token)).toBe('revoked');
    verifier.close();
    await app.stop();
    expect(await isAccepted(ended.access_token)).toBe('revoked');
    expect(await isAccepted(live.access_token)).toBe(true);
  });
});
