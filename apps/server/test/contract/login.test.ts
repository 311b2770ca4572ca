import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { operate } from '../support/operate.ts';
import { share } from '../support/share.ts';

onEveryDatabase('logging in', (kind) => {
  const shared = share((atTheEnd) => startApp(kind, { atTheEnd }));

  test('gives a pair with relative lifetimes, not to be cached', async () => {
    const app = await startApp(kind);
    await app.register();
    const answer = await app.post('/api/login/', {
      email: 'user@example.com',
      password: 'correct horse battery',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 30,
      refresh_expires_in: 2_592_000,
    });
    expect(Object.keys(answer.body).sort()).toEqual(
      ['access_token', 'expires_in', 'refresh_expires_in', 'refresh_token', 'token_type'].sort(),
    );
  });

  test('a wrong password, an unknown address and an inactive account get one and the same answer', async () => {
    const app = await startApp(kind);
    await app.register();
    await app.register('inactive@example.com');
    await operate(app).setActive('inactive@example.com', false);
    const answers = await Promise.all([
      app.post('/api/login/', { email: 'user@example.com', password: 'wrong password' }),
      app.post('/api/login/', { email: 'nobody@example.com', password: 'correct horse battery' }),
      app.post('/api/login/', { email: 'inactive@example.com', password: 'correct horse battery' }),
    ]);
    for (const answer of answers) expectProblem(answer, 401, 'invalid_credentials');
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test('the lifetime of access tokens is a setting', async () => {
    const app = await startApp(kind, { environment: { ACCESS_TOKEN_LIFETIME: '2m' } });
    await app.register();
    const { access_token, expires_in } = (
      await app.post('/api/login/', { email: 'user@example.com', password: 'correct horse battery' })
    ).body;
    expect(expires_in).toBe(120);
    app.clock.advance(118);
    expect((await app.get('/api/me/', access_token)).status).toBe(200);
    app.clock.advance(2);
    expectProblem(await app.get('/api/me/', access_token), 401, 'access_token_expired');
  });

  test.each([
    ['nothing', {}, ['email', 'password']],
    ['no address', { email: 'nope', password: 'password' }, ['email']],
    ['an empty password', { email: 'user@example.com', password: '' }, ['password']],
    ['a password over 1,024 bytes', { email: 'user@example.com', password: 'x'.repeat(1_025) }, ['password']],
    ['an unknown field', { email: 'user@example.com', password: 'password', remember: true }, ['remember']],
    [
      'an unknown place for the token',
      { email: 'user@example.com', password: 'password', refresh_token_in: 'url' },
      ['refresh_token_in'],
    ],
  ])('%s: a bad request that names each field', async (_name, body, fields) => {
    const app = shared();
    expectFields(await app.post('/api/login/', body), ...fields);
  });

  test('at the limit of sessions the least recently used one ends', async () => {
    const app = await startApp(kind, { environment: { SESSIONS_PER_ACCOUNT: '3' } });
    await app.register();
    const tokens: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      tokens.push((await app.login()).refresh_token);
      app.clock.advance(1);
    }
    // The oldest session is used, so that the second is the one that was idle for longest.
    const used = (await app.refresh(tokens[0] ?? '')).body.refresh_token;
    app.clock.advance(1);
    await app.login();
    expectProblem(await app.refresh(tokens[1] ?? ''), 401, 'session_ended', 'limit');
    expect((await app.refresh(used)).status).toBe(200);
    expect((await app.refresh(tokens[2] ?? '')).status).toBe(200);
  });

  test('a hash with other parameters is replaced at the next login, and the password still works', async () => {
    const { createPasswordHasher } = await import('../../src/lib/password-hashing.ts');
    const weaker = createPasswordHasher({ memoryKiB: 8_192, passes: 1, lanes: 1 });
    const app = await startApp(kind, { hasher: weaker });
    await app.register();
    const readHash = async (): Promise<string> =>
      (
        await app.service.database.kysely
          .selectFrom('accounts')
          .select('password_hash')
          .executeTakeFirstOrThrow()
      ).password_hash;
    expect(await readHash()).toMatch(/m=8192,t=1/);
    const upgraded = await app.another({ hasher: createPasswordHasher() });
    await upgraded.login();
    const hash = await readHash();
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await upgraded.login();
    expect(await readHash()).toBe(hash);
  });
});
