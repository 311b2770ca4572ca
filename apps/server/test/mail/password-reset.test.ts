import { expect, test } from 'vitest';
import { eventsOf } from '../support/attempts.ts';
import { defaultEmail, defaultPassword, bearer } from '../support/client.ts';
import { countStatements } from '../support/count-statements.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { outboxOf, startMailing } from '../support/mail.ts';
import { linkIn, tokenIn } from '../support/mail-server.ts';

const newPassword = 'a new and longer password';

onEveryDatabase('a password reset by mail', (kind) => {
  test('leads from the request through the mail to a new password, and ends every session', async () => {
    const { app, deliver } = await startMailing(kind);
    await app.register('Some.Body@Example.com');
    const { refresh_token } = await app.login('some.body@example.com');
    const asked = await app.post('/api/password-reset/', { email: 'SOME.body@example.com' });
    expect(asked.status).toBe(202);
    const [mail] = await deliver();
    // To the address that is stored, never to the one that was typed.
    expect(mail?.to).toMatchObject({ text: 'Some.Body@example.com' });
    expect(mail?.from).toMatchObject({ text: '"Latchkey" <auth@example.com>' });
    expect(linkIn(mail).href).toMatch(/^http:\/\/localhost:8000\/account\/new-password\?token=[\w-]{32}$/);
    const body = { token: tokenIn(mail), new_password: newPassword };
    expect((await app.post('/api/password-reset/confirm/', body)).status).toBe(200);
    expectProblem(await app.refresh(refresh_token), 401, 'session_ended', 'password_changed');
    await app.login('some.body@example.com', newPassword);
    expectProblem(await app.post('/api/password-reset/confirm/', body), 400, 'token_invalid');
    expect((await deliver()).map(({ subject }) => subject)).toEqual([
      'Your password for Latchkey was changed',
    ]);
    const [event] = await eventsOf(app, 'password.reset');
    expect(event?.address, 'the audit trail tells from where').toBe('127.0.0.1');
  });

  test('gives known and unknown addresses one answer, after one and the same work', async () => {
    const { seen } = countStatements(kind);
    const { app, deliver } = await startMailing(kind);
    await app.register();
    const ask = async (email: string) => {
      const before = seen.length;
      const answer = await app.post('/api/password-reset/', { email });
      return { status: answer.status, text: answer.text, statements: seen.slice(before) };
    };
    const known = await ask(defaultEmail);
    expect(known.status).toBe(202);
    expect(known.statements.length).toBeGreaterThan(2);
    expect(await ask('nobody@example.com')).toEqual(known);
    expect(await deliver()).toHaveLength(1);
  });

  test('an inactive account gets no mail, and an expired link is refused', async () => {
    const { app, deliver } = await startMailing(kind);
    const { id } = await app.register();
    await app.post('/api/password-reset/', { email: defaultEmail });
    const [mail] = await deliver();
    app.clock.advance(3_601);
    const body = { token: tokenIn(mail), new_password: newPassword };
    expectProblem(await app.post('/api/password-reset/confirm/', body), 400, 'token_invalid');
    await app.service.database.kysely
      .updateTable('accounts')
      .set({ is_active: 0 })
      .where('id', '=', id)
      .execute();
    await app.post('/api/password-reset/', { email: defaultEmail });
    expect(await deliver()).toEqual([]);
  });

  test('every link that is out is void once the password or the address has changed', async () => {
    const { app, deliver } = await startMailing(kind, {
      NOTICE_ADDRESS_CHANGED: 'off',
      NOTICE_PASSWORD_CHANGED: 'off',
    });
    await app.register();
    const { access_token } = await app.login();
    const link = async (email: string): Promise<string> => {
      await app.post('/api/password-reset/', { email });
      return tokenIn((await deliver())[0]);
    };
    const confirm = (token: string) =>
      app.post('/api/password-reset/confirm/', { token, new_password: newPassword });
    const before = await link(defaultEmail);
    await app.put('/api/me/', { email: 'moved@example.com' }, access_token);
    expectProblem(await confirm(before), 400, 'token_invalid');
    const second = await link('moved@example.com');
    const change = { current_password: defaultPassword, new_password: 'changed meanwhile' };
    await app.post('/api/me/password/', change, bearer(access_token));
    expectProblem(await confirm(second), 400, 'token_invalid');
  });

  test('is limited for each address, whether or not it has an account, and for each network', async () => {
    const { app } = await startMailing(kind, {
      MAIL_REQUESTS_PER_ACCOUNT: '2',
      MAIL_REQUESTS_PER_ADDRESS: '6',
      TRUST_PROXY: '127.0.0.1',
    });
    await app.register();
    const ask = (email: string, from: string) =>
      app.post('/api/password-reset/', { email }, { 'x-forwarded-for': from });
    for (const email of [defaultEmail, 'nobody@example.com']) {
      expect((await ask(email, '203.0.113.1')).status).toBe(202);
      expect((await ask(email.toUpperCase(), '203.0.113.1')).status).toBe(202);
      const refused = await ask(email, '203.0.113.2');
      expectProblem(refused, 429, 'too_many_requests');
      expect(refused.headers['ratelimit-policy']).toBe('"mail-account";q=2;w=3600');
    }
    expect((await ask('third@example.com', '203.0.113.1')).status).toBe(202);
    expect((await ask('fourth@example.com', '203.0.113.1')).status).toBe(202);
    const refused = await ask('fifth@example.com', '203.0.113.1');
    expect(refused.headers['ratelimit-policy']).toBe('"mail-address";q=6;w=3600');
    expect((await ask('fifth@example.com', '203.0.113.2')).status).toBe(202);
  });

  test('nothing that a request claims about the server gets into a link', async () => {
    const { app, deliver } = await startMailing(kind);
    await app.register();
    const claims = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
    };
    await app.post(
      '/api/password-reset/',
      { email: defaultEmail },
      { ...claims, origin: 'http://evil.example' },
    );
    const [mail] = await deliver();
    expect(`${mail?.text}${String(mail?.html)}`).not.toContain('evil.example');
    expect(linkIn(mail).origin).toBe('http://localhost:8000');
  });

  test('the token is sealed while the mail waits, and wiped when it is sent; an account takes its mails along', async () => {
    const { app, deliver } = await startMailing(kind);
    await app.register();
    const { access_token } = await app.login();
    await app.post('/api/password-reset/', { email: defaultEmail });
    const worker = app.service.services.mailWorker;
    expect(worker).toBeDefined();
    const [mail] = await deliver();
    const [row] = await outboxOf(app);
    expect(row).toMatchObject({ state: 'sent', sealedToken: null, failure: null });
    const text = JSON.stringify(await app.service.database.kysely.selectFrom('mails').selectAll().execute());
    expect(text).not.toContain(tokenIn(mail));
    const { body } = await app.get('/api/me/export/', access_token);
    expect(body).toMatchObject({
      mails: [{ template: 'reset password', recipient: defaultEmail, state: 'sent' }],
      links: [{ purpose: 'password reset', address: defaultEmail }],
    });
    const leaving = { body: { current_password: defaultPassword }, headers: bearer(access_token) };
    expect((await app.send('DELETE', '/api/me/', leaving)).status).toBe(204);
    expect(await outboxOf(app)).toEqual([]);
  });
});
