import { expect, test } from 'vitest';
import { eventsOf, changeSettings } from '../support/attempts.ts';
import { defaultEmail, defaultPassword } from '../support/client.ts';
import { countStatements } from '../support/count-statements.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { startMailing } from '../support/mail.ts';
import { linkIn, tokenIn } from '../support/mail-server.ts';

const required = { EMAIL_VERIFICATION: 'required' };
const subjects = (mails: readonly { subject?: string | undefined }[]) => mails.map(({ subject }) => subject);

onEveryDatabase('proving an address', (kind) => {
  const account = { email: defaultEmail, password: defaultPassword };

  test('is needed before the first login where it is required, and told to the right password alone', async () => {
    const { app, deliver } = await startMailing(kind, required);
    const registered = await app.post('/api/register/', account);
    expect([registered.status, registered.body]).toEqual([202, { email: defaultEmail }]);
    expectProblem(await app.post('/api/login/', account), 403, 'email_not_verified');
    expectProblem(
      await app.post('/api/login/', { ...account, password: 'wrong' }),
      401,
      'invalid_credentials',
    );
    const [mail] = await deliver();
    expect(linkIn(mail).pathname).toBe('/account/verify');
    const token = tokenIn(mail);
    const race = await Promise.all(
      Array.from({ length: 16 }, () => app.post('/api/verify-email/', { token })),
    );
    expect(race.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of race.filter(({ status }) => status !== 200))
      expectProblem(answer, 400, 'token_invalid');
    await app.login();
    await changeSettings(app, { EMAIL_VERIFICATION: 'off' });
  });

  test('registering a taken address is answered, and works, like registering a free one; the mail tells', async () => {
    const { seen } = countStatements(kind);
    const { app, deliver } = await startMailing(kind, required);
    const register = async (email: string) => {
      const before = seen.length;
      const { status, text } = await app.post('/api/register/', { email, password: 'some password' });
      return { status, text: text.replace(email, '…'), statements: seen.slice(before) };
    };
    const free = await register(defaultEmail);
    expect(await register('User@Example.com')).toEqual(free);
    expect(free.statements.length).toBeGreaterThan(3);
    const mails = await deliver();
    expect(subjects(mails).sort()).toEqual([
      'Confirm your e-mail address for Latchkey',
      'You have an account at Latchkey already',
    ]);
    // Whoever was first may be a stranger: the owner of the address gets a password of their own, and is in.
    const again = mails.find(({ subject }) => subject?.startsWith('You have'));
    const body = { token: tokenIn(again), new_password: 'the password of the owner' };
    expect((await app.post('/api/password-reset/confirm/', body)).status).toBe(200);
    await app.login(defaultEmail, 'the password of the owner');
    const first = mails.find(({ subject }) => subject?.startsWith('Confirm'));
    expectProblem(await app.post('/api/verify-email/', { token: tokenIn(first) }), 400, 'token_invalid');
    expect(await eventsOf(app, 'registration.repeated')).toHaveLength(1);
  });

  test('is asked for again without telling who has an account', async () => {
    const { app, deliver } = await startMailing(kind, { EMAIL_VERIFICATION: 'optional' });
    await app.register();
    await app.login();
    const answers = [];
    for (const email of [defaultEmail, 'nobody@example.com'])
      answers.push((await app.post('/api/verify-email/resend/', { email })).text);
    expect(answers[0]).toBe(answers[1]);
    const [first, second] = await deliver();
    expect((await app.post('/api/verify-email/', { token: tokenIn(second) })).status).toBe(200);
    expect((await app.post('/api/verify-email/', { token: tokenIn(first) })).status, 'both are good').toBe(
      200,
    );
    await app.post('/api/verify-email/resend/', { email: defaultEmail });
    expect(await deliver(), 'there is nothing to prove any more').toEqual([]);
  });
});

onEveryDatabase('a change of address', (kind) => {
  async function verified() {
    const mailing = await startMailing(kind, {
      EMAIL_VERIFICATION: 'optional',
      NOTICE_PASSWORD_CHANGED: 'off',
    });
    const { app, deliver } = mailing;
    await app.register();
    await app.post('/api/verify-email/', { token: tokenIn((await deliver())[0]) });
    const pair = await app.login();
    const move = (email: string) => app.put('/api/me/', { email }, pair.access_token);
    return { ...mailing, ...pair, move };
  }

  test('of a proven one holds once the new one is proven; the old one is told', async () => {
    const { app, access_token, deliver, move } = await verified();
    expect((await move('new@example.com')).body.email).toBe(defaultEmail);
    const [superseded] = await deliver();
    await move('newer@example.com');
    const [mail] = await deliver();
    expectProblem(await app.post('/api/verify-email/', { token: tokenIn(superseded) }), 400, 'token_invalid');
    expect(mail?.to).toMatchObject({ text: 'newer@example.com' });
    await app.login();
    expect((await app.post('/api/verify-email/', { token: tokenIn(mail) })).status).toBe(200);
    expect((await app.get('/api/me/', access_token)).body.email).toBe('newer@example.com');
    const [notice] = await deliver();
    expect(notice?.to).toMatchObject({ text: defaultEmail });
    expect(linkIn(notice).pathname).toBe('/account/not-me');
  });

  test('to a taken address tells nobody, neither when it is asked for nor when the address is taken meanwhile', async () => {
    const { app, deliver, move } = await verified();
    await changeSettings(app, required);
    await app.post('/api/register/', { email: 'taken@example.com', password: defaultPassword });
    await deliver();
    expect((await move('taken@example.com')).status).toBe(200);
    expect(await deliver()).toEqual([]);
    await move('free@example.com');
    const [mail] = await deliver();
    await app.post('/api/register/', { email: 'free@example.com', password: defaultPassword });
    expectProblem(await app.post('/api/verify-email/', { token: tokenIn(mail) }), 400, 'email_taken');
  });

  test('can be taken back by whoever receives mail at the old address, whatever a thief does meanwhile', async () => {
    const { app, deliver, move, refresh_token } = await verified();
    await move('thief@example.com');
    await app.post('/api/verify-email/', { token: tokenIn((await deliver())[0]) });
    const undo = tokenIn((await deliver())[0]);
    await move('thief-2@example.com');
    await app.post('/api/verify-email/', { token: tokenIn((await deliver())[0]) });
    const [thiefsNotice] = await deliver();
    const press = (token: string) =>
      app.post('/account/not-me', `token=${token}`, { 'content-type': 'application/x-www-form-urlencoded' });
    // The thief uses the way back of the second change, to make the first one useless.
    expect((await press(tokenIn(thiefsNotice))).status).toBe(200);
    const pages = await Promise.all([press(undo), press(undo), press(undo)]);
    const [page, ...others] = [...pages].sort((a, b) => a.status - b.status);
    expect([page?.status, ...others.map(({ status }) => status)]).toEqual([200, 400, 400]);
    expectProblem(await app.refresh(refresh_token), 401, 'session_ended', 'password_changed');
    expectProblem(
      await app.post('/api/login/', { email: defaultEmail, password: defaultPassword }),
      401,
      'invalid_credentials',
    );
    const [, token = ''] = /name="token" value="([\w-]+)"/.exec(page?.text ?? '') ?? [];
    await app.post('/api/password-reset/confirm/', { token, new_password: 'mine once more' });
    await app.login(defaultEmail, 'mine once more');
    expect(await eventsOf(app, 'email.change_undone')).toHaveLength(2);
  });

  test('of an account whose address was never proven holds at once, and the old one is told', async () => {
    const { app, deliver } = await startMailing(kind);
    await app.register();
    const { access_token } = await app.login();
    const changed = await app.put('/api/me/', { email: 'new@example.com' }, access_token);
    expect(changed.body.email).toBe('new@example.com');
    const mails = await deliver();
    expect(mails.map(({ to }) => to)).toMatchObject([{ text: defaultEmail }]);
  });
});
