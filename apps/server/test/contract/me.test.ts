import { expect, test } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { longLived, startApp, type StartOptions } from '../support/app.ts';
import { bearer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { operate } from '../support/operate.ts';
import { share } from '../support/share.ts';

onEveryDatabase('me', (kind) => {
  async function signedIn(environment: Environment = {}, options: StartOptions = {}) {
    const app = await startApp(kind, { environment, ...options });
    await app.register();
    return { app, access: (await app.login()).access_token };
  }

  const shared = share((atTheEnd) => signedIn(longLived, { atTheEnd }));

  test('shows exactly id, name and address', async () => {
    const { app, access } = shared();
    const answer = await app.get('/api/me/', access);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ id: 1, username: '', email: 'user@example.com' });
  });

  test('the scheme is read without case', async () => {
    const { app, access } = shared();
    for (const scheme of ['bearer', 'BEARER', 'Bearer  ']) {
      expect(
        (await app.send('GET', '/api/me/', { headers: { authorization: `${scheme} ${access}` } })).status,
      ).toBe(200);
    }
  });

  test.each(['PUT', 'PATCH'])('%s changes what is given and shows the whole', async (method) => {
    const { app, access } = await signedIn();
    const change = (body: unknown) => app.send(method, '/api/me/', { body, headers: bearer(access) });
    expect((await change({ username: 'John Smith' })).body).toEqual({
      id: 1,
      username: 'John Smith',
      email: 'user@example.com',
    });
    expect((await change({ email: ' New.User@example.com ' })).body).toEqual({
      id: 1,
      username: 'John Smith',
      email: 'New.User@example.com',
    });
    expect((await change({})).body).toEqual({ id: 1, username: 'John Smith', email: 'New.User@example.com' });
    expect((await change({ id: 77, username: '' })).body).toEqual({
      id: 1,
      username: '',
      email: 'New.User@example.com',
    });
    expect((await app.get('/api/me/', access)).body).toEqual({
      id: 1,
      username: '',
      email: 'New.User@example.com',
    });
    await app.login('new.user@EXAMPLE.com');
  });

  test('an address that another account has, in any case, is refused, and nothing changes', async () => {
    const { app, access } = await signedIn();
    await app.register('taken@example.com');
    const answer = await app.put('/api/me/', { username: 'x', email: 'TAKEN@example.com' }, access);
    expectProblem(answer, 400, 'email_taken');
    expect(answer.body.errors['email']).toHaveLength(1);
    expect((await app.get('/api/me/', access)).body).toEqual({
      id: 1,
      username: '',
      email: 'user@example.com',
    });
  });

  test('the own address may be written in another case', async () => {
    const { app, access } = await signedIn();
    expect((await app.put('/api/me/', { email: 'USER@example.com' }, access)).body.email).toBe(
      'USER@example.com',
    );
  });

  test.each([
    [{ username: null }, ['username']],
    [{ username: 'x'.repeat(151) }, ['username']],
    [{ email: 'nope' }, ['email']],
    [{ email: 5, username: 6, extra: 7 }, ['email', 'username', 'extra']],
    [{ password: 'password' }, ['password']],
  ])('%j is a bad request that names each field', async (body, fields) => {
    const { app, access } = shared();
    expectFields(await app.put('/api/me/', body, access), ...fields);
  });

  test('a wrong current_password is named, and nothing changes', async () => {
    const { app, access } = await signedIn();
    expectFields(
      await app.put('/api/me/', { email: 'new@example.com', current_password: 'wrong' }, access),
      'current_password',
    );
    expect((await app.get('/api/me/', access)).body.email).toBe('user@example.com');
  });

  test('with EMAIL_CHANGE_NEEDS_PASSWORD a new address needs the current password', async () => {
    const { app, access } = await signedIn({ EMAIL_CHANGE_NEEDS_PASSWORD: 'true' });
    expectFields(await app.put('/api/me/', { email: 'new@example.com' }, access), 'current_password');
    expect((await app.put('/api/me/', { username: 'No password needed' }, access)).status).toBe(200);
    expect((await app.put('/api/me/', { email: 'user@example.com' }, access)).status).toBe(200);
    const right = await app.put(
      '/api/me/',
      { email: 'new@example.com', current_password: 'correct horse battery' },
      access,
    );
    expect(right.body.email).toBe('new@example.com');
  });

  test('changing something needs a live session, reading does not', async () => {
    const app = await startApp(kind);
    await app.register();
    const { access_token, refresh_token } = await app.login();
    await app.logout(refresh_token);
    expect((await app.get('/api/me/', access_token)).status).toBe(200);
    expectProblem(await app.put('/api/me/', { username: 'x' }, access_token), 401, 'access_token_invalid');
  });

  test('the token of an account that is gone or inactive is refused', async () => {
    const { app, access } = await signedIn();
    await operate(app).setActive('user@example.com', false);
    expectProblem(await app.get('/api/me/', access), 401, 'access_token_invalid');
    await operate(app).setActive('user@example.com', true);
    expect((await app.get('/api/me/', access)).status).toBe(200);
    await app.service.database.kysely.deleteFrom('accounts').execute();
    const gone = await app.get('/api/me/', access);
    expectProblem(gone, 401, 'access_token_invalid');
    expect(gone.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/);
  });
});
