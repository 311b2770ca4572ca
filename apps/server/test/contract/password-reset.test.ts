import { expect, test } from 'vitest';
import { startWithAdmin } from '../support/admin.ts';
import { bearer, defaultPassword } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';

const path = '/api/password-reset/confirm/';
const newPassword = 'a new and longer password';

onEveryDatabase('a reset link', (kind) => {
  async function started() {
    const { app, call } = await startWithAdmin(kind);
    const { id } = await app.register();
    const makeLink = async (): Promise<string> => {
      const answer = await call('POST', `/api/admin/accounts/${id}/reset-link/`, {});
      expect(answer.status).toBe(201);
      const { url } = answer.body as unknown as { url: string };
      expect(url).toMatch(/^http:\/\/localhost:8000\/account\/new-password\?token=[\w-]{32}$/);
      return url.split('token=')[1] ?? '';
    };
    const confirm = (token: string, password = newPassword) =>
      app.post(path, { token, new_password: password });
    return { app, call, id, makeLink, confirm };
  }

  test('sets a new password and ends every session of the account', async () => {
    const { app, makeLink, confirm } = await started();
    const { refresh_token } = await app.login();
    const answer = await confirm(await makeLink());
    expect(answer.status).toBe(200);
    expectProblem(await app.refresh(refresh_token), 401, 'session_ended', 'password_changed');
    await app.login('user@example.com', newPassword);
    await expect(app.login()).rejects.toThrow();
  });

  test('works once, of 16 who come with it at once', async () => {
    const { makeLink, confirm } = await started();
    const token = await makeLink();
    const race = await Promise.all(
      Array.from({ length: 16 }, (_, i) => confirm(token, `${newPassword} ${i}`)),
    );
    expect(race.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 15 }, () => 400)]);
    for (const answer of race.filter(({ status }) => status === 400))
      expectProblem(answer, 400, 'token_invalid');
  });

  test('is void after a day, after a newer link, and where it was never made', async () => {
    const { app, makeLink, confirm } = await started();
    const [first, second] = [await makeLink(), await makeLink()];
    expectProblem(await confirm(first), 400, 'token_invalid');
    expectProblem(await confirm('x'.repeat(32)), 400, 'token_invalid');
    app.clock.advance(24 * 3_600 + 1);
    expectProblem(await confirm(second), 400, 'token_invalid');
  });

  test('is void once the password or the address has changed, or the account was switched off', async () => {
    const { app, call, id, makeLink, confirm } = await started();
    const { access_token } = await app.login();
    const before = await makeLink();
    await app.put('/api/me/', { email: 'moved@example.com' }, access_token);
    expectProblem(await confirm(before), 400, 'token_invalid');
    const again = await makeLink();
    const change = { current_password: defaultPassword, new_password: 'changed meanwhile' };
    expect((await app.post('/api/me/password/', change, bearer(access_token))).status).toBe(200);
    expectProblem(await confirm(again), 400, 'token_invalid');
    const last = await makeLink();
    await call('PATCH', `/api/admin/accounts/${id}/`, { is_active: false });
    expectProblem(await confirm(last), 400, 'token_invalid');
  });

  test('is not spent by a password that breaks the rules', async () => {
    const { makeLink, confirm } = await started();
    const token = await makeLink();
    expectFields(await confirm(token, 'short'), 'new_password');
    expect((await confirm(token)).status).toBe(200);
  });

  test('lets in whom an admin made without a password', async () => {
    const { app, call, confirm } = await started();
    const made = await call('POST', '/api/admin/accounts/', { email: 'invited@example.com' });
    expect(made.status).toBe(201);
    const link = await call('POST', `/api/admin/accounts/${made.body.id}/reset-link/`, {});
    const { url } = link.body as unknown as { url: string };
    expect((await confirm(url.split('token=')[1] ?? '')).status).toBe(200);
    await app.login('invited@example.com', newPassword);
  });
});
