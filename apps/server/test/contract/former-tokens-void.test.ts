import { expect, test } from 'vitest';
import { fromCommandLine } from '../../src/lib/origin.ts';
import { type TestApp } from '../support/app.ts';
import { bearer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { importTokens } from '../support/django/django.ts';
import { everything, liveSessions, startMoved } from '../support/django/moving.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { operate } from '../support/operate.ts';

onEveryDatabase('a refresh token of the former system is void, not exchanged yet, once', (kind) => {
  const reasons: [
    what: string,
    reason: string,
    happens: (app: TestApp, access: string) => Promise<unknown>,
  ][] = [
    [
      'its owner changes the password',
      'password_changed',
      (app, access) => {
        const change = { current_password: password, new_password: 'a wholly different one' };
        return app.post('/api/me/password/', change, bearer(access));
      },
    ],
    [
      'an operator sets the password',
      'password_changed',
      (app) => operate(app).resetPassword('ann@example.com', 'a wholly different one'),
    ],
    [
      'the password is set through a link',
      'password_changed',
      async (app) => {
        const token = await operate(app).makeResetToken(1);
        return app.post('/api/password-reset/confirm/', { token, new_password: 'a wholly different one' });
      },
    ],
    [
      'its owner ends all other sessions',
      'logout',
      (app, access) => app.send('DELETE', '/api/me/sessions/', { headers: bearer(access) }),
    ],
    ['an admin ends all sessions of the account', 'admin', (app) => operate(app).endSessionsOf(1)],
    ['all sessions are ended', 'admin', (app) => administration(app).endEverySession(fromCommandLine)],
    [
      'the sessions begun before a time are ended',
      'admin',
      (app) => administration(app).endSessionsBegunBefore(1, fromCommandLine),
    ],
    [
      'the account is switched off',
      'account_disabled',
      (app) => operate(app).setActive('ann@example.com', false),
    ],
    [
      'the account is switched off, and on again',
      'account_disabled',
      async (app) => {
        await operate(app).setActive('ann@example.com', false);
        await operate(app).setActive('ann@example.com', true);
      },
    ],
    ['the account is made an admin', 'admin', (app) => operate(app).promote('ann@example.com')],
    [
      'the account was an admin for a while',
      'admin',
      async (app) => {
        await operate(app).promote('ann@example.com');
        await operate(app).promote('bob@example.com');
        const { accountAdministration } = app.service.services;
        await accountAdministration.changeByEmail('ann@example.com', { is_staff: false }, fromCommandLine);
      },
    ],
  ];
  const password = 'the password of ann';

  test.each(reasons)('%s', async (_what, reason, happens) => {
    const { app, source, tokensOf, mint } = await startMoved(kind);
    await app.service.database.kysely
      .updateTable('accounts')
      .set({ password_hash: await hashOf(app, password) })
      .where('id', '=', 1)
      .execute();
    const { access_token } = await app.login('ann@example.com', password);
    await happens(app, access_token);
    const live = (await liveSessions(app)).length;
    for (const [, token] of tokensOf('ann'))
      expectProblem(await app.refresh(token), 401, 'session_ended', reason);
    if (reason !== 'admin' || !(await isClosed(app)))
      expectProblem(await app.refresh(mint()), 401, 'session_ended', reason);
    expect(await liveSessions(app)).toHaveLength(live);
    // Importing once more brings nothing back.
    await importTokens(app, source, { reopen: false }).catch(() => undefined);
    for (const [, token] of tokensOf('ann'))
      expectProblem(await app.refresh(token), 401, 'session_ended', reason);
  });

  test('the account is deleted: then it is unknown', async () => {
    const { app, tokensOf, mint } = await startMoved(kind);
    await app.service.services.accountAdministration.remove(1, fromCommandLine);
    for (const token of [...tokensOf('ann').map(([, token]) => token), mint()])
      expectProblem(await app.refresh(token), 401, 'refresh_token_unknown');
    expect((await everything(app)).holders.map(({ account_id }) => account_id)).toEqual([2]);
  });

  test('and nobody else is touched', async () => {
    const { app, tokensOf } = await startMoved(kind);
    await operate(app).endSessionsOf(1);
    for (const [, token] of tokensOf('bob')) expect((await app.refresh(token)).status).toBe(200);
  });
});

function administration(app: TestApp) {
  return app.service.services.sessionAdministration;
}

async function hashOf(app: TestApp, password: string): Promise<string> {
  return app.service.services.hasher.hash(password, fromCommandLine);
}

async function isClosed(app: TestApp): Promise<boolean> {
  return (await everything(app)).windows.some(({ ended_at }) => ended_at !== null);
}
