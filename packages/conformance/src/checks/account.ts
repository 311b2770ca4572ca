import { randomUUID } from 'node:crypto';
import { check, type Group } from '../check.ts';
import { expect, expectFields, expectProblem, expectStatus } from '../expect.ts';

const passwordPath = '/api/me/password/';

export const account: Group = {
  id: 'account',
  title: 'Own account',
  checks: [
    check(
      'account.password',
      'a new password ends all other sessions, and only the new one lets in',
      async (stage) => {
        const account = await stage.newAccount();
        const own = await stage.newSession(account);
        const other = await stage.newSession(account);
        const old = { ...account };
        const change = { current_password: old.password, new_password: `changed ${randomUUID()}` };
        expectStatus(await stage.call(own.accessToken, 'POST', passwordPath, change), 200);
        account.password = change.new_password;
        expectProblem(await stage.refresh(other.refreshToken), 401, 'session_ended', 'password_changed');
        await stage.rotate(own.refreshToken);
        const { email, password } = old;
        expectProblem(await stage.post('/api/login/', { email, password }), 401, 'invalid_credentials');
        await stage.newSession(account);
      },
    ),
    check(
      'account.password-fields',
      'a wrong current password and a bad new one are refused, each by its name, and the old one stays',
      async (stage) => {
        const account = await stage.newAccount();
        const { accessToken } = await stage.newSession(account);
        const change = (body: unknown) => stage.call(accessToken, 'POST', passwordPath, body);
        const current_password = account.password;
        expectFields(await change({}), 'current_password', 'new_password');
        expectFields(await change({ current_password, new_password: '1234567' }), 'new_password');
        const answer = await change({
          current_password: 'a wrong password',
          new_password: 'a password for conformance',
        });
        if (answer.status === 200) account.password = 'a password for conformance';
        expectFields(answer, 'current_password');
        await stage.newSession(account);
      },
    ),
    check(
      'account.export',
      'the export holds the account, and neither its password nor a token',
      async (stage) => {
        const account = await stage.newAccount();
        const { accessToken, refreshToken } = await stage.newSession(account);
        const answer = expectStatus(await stage.get('/api/me/export/', accessToken), 200);
        expect(answer.text.includes(account.email), 'the address of the account', answer);
        const secrets = [account.password, refreshToken, accessToken, '$argon2', 'pbkdf2_'];
        expect(!secrets.some((secret) => answer.text.includes(secret)), 'no password, hash or token', answer);
      },
    ),
    check(
      'account.delete',
      'a deleted account is gone with its sessions, and its address is free again',
      async (stage) => {
        const account = await stage.newAccount();
        const { accessToken, refreshToken } = await stage.newSession(account);
        expectStatus(
          await stage.call(accessToken, 'DELETE', '/api/me/', { current_password: account.password }),
          204,
        );
        expectProblem(await stage.refresh(refreshToken), 401, 'refresh_token_unknown');
        const { email, password } = account;
        expectProblem(await stage.post('/api/login/', { email, password }), 401, 'invalid_credentials');
        const again = expectStatus(await stage.post('/api/register/', { email, password }), 201);
        stage.adopt({ email, password, id: Number(again.body['id']) });
      },
    ),
    check('account.delete-needs-password', 'deleting needs the current password', async (stage) => {
      const account = await stage.newAccount();
      const { accessToken } = await stage.newSession(account);
      for (const body of [{}, { current_password: 'a wrong password' }]) {
        expectFields(await stage.call(accessToken, 'DELETE', '/api/me/', body), 'current_password');
      }
      await stage.newSession(account);
    }),
  ],
};
