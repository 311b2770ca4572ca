import { expect, test } from 'vitest';
import { attemptLogin, changeSettings, rightPassword } from '../support/attempts.ts';
import { bearer, defaultEmail, defaultPassword } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { startMailing } from '../support/mail.ts';

const names = ['PASSWORD_CHANGED', 'ADDRESS_CHANGED', 'NEW_DEVICE', 'SESSION_REUSED'] as const;
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

onEveryDatabase('a notice', (kind) => {
  /** Does what each of the notices tells. */
  async function useAll({ app }: Awaited<ReturnType<typeof startMailing>>): Promise<void> {
    await attemptLogin(app, '203.0.113.1', rightPassword);
    const from = { 'x-forwarded-for': '203.0.113.9', 'user-agent': firefox };
    const { body: pair } = await app.post(
      '/api/login/',
      { email: defaultEmail, password: defaultPassword },
      from,
    );
    const { body: next } = await app.refresh(pair.refresh_token);
    await app.refresh(next.refresh_token);
    app.clock.advance(3_600);
    expectProblem(await app.refresh(pair.refresh_token), 401, 'refresh_token_reused');
    const { access_token } = await app.login();
    const change = { current_password: defaultPassword, new_password: 'another password' };
    expect((await app.post('/api/me/password/', change, bearer(access_token))).status).toBe(200);
    expect((await app.put('/api/me/', { email: 'moved@example.com' }, access_token)).status).toBe(200);
  }

  test('is sent of a new device, an ended session, a new password and a new address, to the address of then', async () => {
    const mailing = await startMailing(kind, { TRUST_PROXY: '127.0.0.1' });
    await mailing.app.register();
    await useAll(mailing);
    const mails = await mailing.deliver();
    const newDevice = mails.find(({ subject }) => subject === 'A new login to Latchkey');
    expect(newDevice?.text).toContain('From: 203.0.113.9');
    expect(newDevice?.text).toContain('Device: Firefox on Linux');
    expect(new Set(mails.map(({ subject }) => subject))).toEqual(
      new Set([
        'A new login to Latchkey',
        'A session at Latchkey was ended',
        'Your password for Latchkey was changed',
        'Your account at Latchkey has another e-mail address now',
      ]),
    );
    expect(new Set(mails.map(({ to }) => JSON.stringify(to))).size, 'all to the one address').toBe(1);
  });

  test('is sent of nothing that is switched off', async () => {
    const mailing = await startMailing(kind, { TRUST_PROXY: '127.0.0.1' });
    await mailing.app.register();
    await changeSettings(mailing.app, Object.fromEntries(names.map((name) => [`NOTICE_${name}`, false])));
    await useAll(mailing);
    expect(await mailing.deliver()).toEqual([]);
  });
});

test('nothing that a setting, an address or a User-Agent holds gets into the headers or the HTML of a mail', async () => {
  const { app, deliver } = await startMailing('SQLite', { TRUST_PROXY: '127.0.0.1' });
  for (const name of ['A\r\nBcc: evil@example.com', 'A\nB', 'A\u2028B', '']) {
    await expect(changeSettings(app, { SERVICE_NAME: name })).rejects.toThrow();
  }
  await changeSettings(app, { SERVICE_NAME: '<b>"Anna" & Söhne</b>, evil@example.com' });
  await app.register();
  await attemptLogin(app, '203.0.113.1', rightPassword);
  const login = { email: defaultEmail, password: defaultPassword };
  await app.post('/api/login/', login, {
    'x-forwarded-for': '203.0.113.9',
    'user-agent': 'call http://evil.example now',
  });
  const [mail] = await deliver();
  expect(mail?.headers.has('bcc')).toBe(false);
  expect(mail?.subject).toBe('A new login to <b>"Anna" & Söhne</b>, evil@example.com');
  expect(mail?.to).toMatchObject({ value: [{ address: defaultEmail }] });
  expect(String(mail?.html)).not.toContain('<b>');
  expect(`${mail?.text}${String(mail?.html)}`).not.toContain('evil.example ');
});
