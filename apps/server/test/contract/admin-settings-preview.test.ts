import { expect, test } from 'vitest';
import { callWith, startWithAdmin } from '../support/admin.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectFields } from '../support/expect-problem.ts';

const path = '/api/admin/settings/';

onEveryDatabase('the foresight of settings', (kind) => {
  test('a preview says what a lifetime will mean, and changes nothing', async () => {
    const { app, call } = await startWithAdmin(kind);
    await app.register();
    for (let i = 0; i < 5; i += 1) await app.login();
    const preview = await call('POST', `${path}preview/`, {
      values: { ACCESS_TOKEN_LIFETIME: '1m', REGISTRATION_OPEN: false },
    });
    expect(preview.status).toBe(200);
    const { consequences } = preview.body as unknown as { consequences: { name: string; text: string }[] };
    expect(consequences.map(({ name }) => name)).toEqual(['ACCESS_TOKEN_LIFETIME']);
    expect(consequences[0]?.text).toMatch(/The 6 sessions .* about 0\.1 refreshes a second \(now 0\.2\)/);
    expect(consequences[0]?.text).toContain('issued until now stay valid for up to 30 seconds');
    expect((await call('GET', path)).body).toMatchObject({ version: 0 });
  });

  test('a preview knows of tokens that were issued with a longer lifetime before', async () => {
    const { app, call: change } = await startWithAdmin(kind, {
      environment: { ACCESS_TOKEN_LIFETIME: '3600' },
    });
    await change('PATCH', path, { version: 0, values: { ACCESS_TOKEN_LIFETIME: 30 } });
    app.clock.advance(600);
    const { access_token } = await app.login('admin@example.com', 'the password of the admin');
    const again = callWith(app, access_token);
    const { body } = await again('POST', `${path}preview/`, { values: { ACCESS_TOKEN_LIFETIME: 10 } });
    expect(JSON.stringify(body)).toMatch(/stay valid for up to (50 minutes|49 minutes 5\d seconds)/);
  });

  test('a preview says how many could not log in any more, if addresses had to be proven', async () => {
    const { app, call } = await startWithAdmin(kind);
    const preview = async (value: string): Promise<string> =>
      JSON.stringify((await call('POST', `${path}preview/`, { values: { EMAIL_VERIFICATION: value } })).body);
    expect(await preview('required')).toContain('nobody is kept from logging in');
    await app.register('one@example.com');
    await app.register('two@example.com');
    expect(await preview('required')).toContain(
      '2 accounts have not proven their addresses and will not be able',
    );
    expect(await preview('optional')).toBe('{"consequences":[]}');
  });

  test('a preview refuses nonsense like a change does', async () => {
    const { call } = await startWithAdmin(kind);
    const answer = await call('POST', `${path}preview/`, { values: { ACCESS_TOKEN_LIFETIME: 0, X: 1 } });
    expectFields(answer, 'ACCESS_TOKEN_LIFETIME', 'X');
  });
});
