import { expect, test } from 'vitest';
import { callWith, startWithAdmin } from '../support/admin.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { operate } from '../support/operate.ts';
import { decodeToken, signHs256 } from '../support/tokens.ts';

const signingKey = 'a shared signing key that others hold too';
const publicPaths = ['/api/admin/setup/'];

const sampleParams = (path: string): string => path.replace('{id}', '1');

onEveryDatabase('every admin endpoint', (kind) => {
  /** As the server itself lists them: an endpoint that is added later is attacked too. */
  async function endpoints(app: Awaited<ReturnType<typeof startWithAdmin>>['app']) {
    const { body } = await app.get('/api/');
    const listed = (body as unknown as { endpoints: { path: string; methods: string[] }[] }).endpoints;
    const admin = listed.filter(({ path }) => path.startsWith('/api/admin/') && !publicPaths.includes(path));
    const calls = admin.flatMap(({ path, methods }) =>
      methods.map((method) => ({ method, path: sampleParams(path) })),
    );
    expect(calls.length).toBeGreaterThan(12);
    return calls;
  }

  test('refuses who sends no token, and who is no staff', async () => {
    const { app } = await startWithAdmin(kind);
    await app.register();
    const { access_token } = await app.login();
    const user = callWith(app, access_token);
    for (const { method, path } of await endpoints(app)) {
      expectProblem(await app.send(method, path, { body: {} }), 401, 'access_token_missing');
      expectProblem(await user(method, path, {}), 403, 'forbidden');
    }
  });

  test('refuses an admin who was demoted, disabled or signed out a moment ago, whatever the token says', async () => {
    const { app, adminSession } = await startWithAdmin(kind);
    const { makeAdmin, setActive } = operate(app);
    const fallen = ['demoted', 'disabled', 'signed-out'] as const;
    const sessions = new Map<string, { access_token: string; refresh_token: string }>();
    for (const who of fallen) {
      await makeAdmin(`${who}@example.com`, 'the password of another admin');
      sessions.set(who, await app.login(`${who}@example.com`, 'the password of another admin'));
    }
    const admin = callWith(app, adminSession.access_token);
    expect((await admin('PATCH', '/api/admin/accounts/2/', { is_staff: false })).status).toBe(200);
    await setActive('disabled@example.com', false);
    await app.logout(sessions.get('signed-out')?.refresh_token ?? '');
    for (const who of fallen) {
      const call = callWith(app, sessions.get(who)?.access_token ?? '');
      for (const { method, path } of await endpoints(app)) {
        const answer = await call(method, path, {});
        if (who === 'demoted') expectProblem(answer, 403, 'forbidden');
        else expectProblem(answer, 401, 'access_token_invalid');
      }
    }
  });

  test('refuses a token that was minted with the shared secret', async () => {
    const { app, adminSession } = await startWithAdmin(kind, {
      environment: { JWT_SIGNING_KEY: signingKey },
    });
    const { header, claims } = decodeToken(adminSession.access_token);
    const minted = signHs256(header, { ...claims, sid: 'made-up-session' }, signingKey);
    expect((await app.get('/api/me/', minted)).status, 'the token itself is a good one').toBe(200);
    const call = callWith(app, minted);
    for (const { method, path } of await endpoints(app)) {
      expectProblem(await call(method, path, {}), 401, 'access_token_invalid');
    }
  });
});
