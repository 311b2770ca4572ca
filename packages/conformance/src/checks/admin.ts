import { randomUUID } from 'node:crypto';
import { check, type Group } from '../check.ts';
import { expect, expectFields, expectProblem, expectStatus, expectTaken } from '../expect.ts';
import { membersOf, type Answer } from '../http/answer.ts';
import type { Account } from '../stage/accounts.ts';
import type { Stage } from '../stage/stage.ts';
import { mint, readAccessToken } from '../tokens.ts';
import { itemsOf, sidOf } from './sessions.ts';

const accounts = '/api/admin/accounts/';
const sessions = '/api/admin/sessions/';

/** Everything that only admins may, as far as it takes no body. */
const guarded: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/api/admin/settings/'],
  ['PATCH', '/api/admin/settings/'],
  ['GET', '/api/admin/settings/history/'],
  ['GET', accounts],
  ['POST', accounts],
  ['GET', `${accounts}1/`],
  ['PATCH', `${accounts}1/`],
  ['GET', sessions],
  ['GET', '/api/admin/audit/'],
];

const attack = async (stage: Stage, token: string, status: number, code: string): Promise<void> => {
  for (const [method, path] of guarded) {
    expectProblem(await stage.call(token, method, path, method === 'GET' ? undefined : {}), status, code);
  }
};

/** An account that the admin makes, with a password. */
async function makeAccount(stage: Stage, more: object = {}): Promise<Account> {
  const account = { email: stage.unusedEmail(), password: `conformance ${randomUUID()}` };
  const answer = expectStatus(await stage.admin.call('POST', accounts, { ...account, ...more }), 201);
  const made = { ...account, id: Number(answer.body['id']) };
  stage.adopt(made);
  return made;
}

const change = async (stage: Stage, { id }: Account, body: object): Promise<Answer> =>
  expectStatus(await stage.admin.call('PATCH', `${accounts}${id}/`, body), 200);

export const admin: Group = {
  id: 'admin',
  title: 'Administration',
  checks: [
    check('admin.guard', 'admin calls refuse who sends no token, and who is no admin', async (stage) => {
      const { accessToken } = await stage.newSession();
      for (const [method, path] of guarded) {
        expectProblem(
          await stage.send(method, path, method === 'GET' ? {} : { body: {} }),
          401,
          'access_token_missing',
        );
      }
      await attack(stage, accessToken, 403, 'forbidden');
    }),
    check(
      'admin.fallen',
      'an admin who was demoted, disabled or signed out a moment ago may nothing any more, whatever the token says',
      async (stage) => {
        const staff = async () => stage.newSession(await makeAccount(stage, { is_staff: true }));
        const [demoted, disabled, signedOut] = [await staff(), await staff(), await staff()];
        expectStatus(await stage.get(accounts, demoted.accessToken), 200, 'an admin at first');
        await change(stage, demoted.account, { is_staff: false });
        await change(stage, disabled.account, { is_active: false });
        await stage.logout(signedOut.refreshToken);
        try {
          await attack(stage, demoted.accessToken, 403, 'forbidden');
          await attack(stage, disabled.accessToken, 401, 'access_token_invalid');
          await attack(stage, signedOut.accessToken, 401, 'access_token_invalid');
        } finally {
          await change(stage, signedOut.account, { is_staff: false });
        }
      },
      'admin',
    ),
    check(
      'admin.minted',
      'nobody can mint an admin with the shared secret',
      async (stage) => {
        const { header, claims } = readAccessToken(await stage.admin.accessToken());
        await attack(
          stage,
          mint(header, { ...claims, sid: 'made-up-session' }, stage.secret),
          401,
          'access_token_invalid',
        );
      },
      'admin',
      'secret',
    ),
    check(
      'admin.accounts',
      'accounts are listed, and found by a part of the address in any case',
      async (stage) => {
        const account = await stage.newAccount();
        const answer = await stage.admin.call(
          'GET',
          `${accounts}?q=${encodeURIComponent(account.email.toUpperCase())}`,
        );
        const found = itemsOf(answer);
        expect(
          found.length === 1 && found[0]?.['id'] === account.id,
          `the account ${account.id} alone`,
          answer,
        );
        const one = expectStatus(await stage.admin.call('GET', `${accounts}${account.id}/`), 200);
        const { email, is_active, is_staff } = one.body;
        expect(
          email === account.email && is_active === true && is_staff === false,
          'email, is_active and is_staff',
          one,
        );
        expect(!/argon2|pbkdf2|bcrypt|scrypt/.test(one.text), 'no hash', one);
      },
      'admin',
    ),
    check(
      'admin.make',
      'accounts can be made, by the rules of registration',
      async (stage) => {
        const account = await makeAccount(stage);
        await stage.newSession(account);
        expectTaken(await stage.admin.call('POST', accounts, { email: account.email.toUpperCase() }));
        expectFields(
          await stage.admin.call('POST', accounts, { email: 'nope', password: '1234567' }),
          'email',
          'password',
        );
      },
      'admin',
    ),
    check(
      'admin.change',
      'address and name can be changed; what is bad is refused by its name',
      async (stage) => {
        const account = await stage.newAccount();
        const email = stage.unusedEmail();
        const answer = await change(stage, account, { email, username: 'Ada' });
        account.email = email;
        expect(
          answer.body['email'] === email && answer.body['username'] === 'Ada',
          'the changed account',
          answer,
        );
        const bad = { email: 'nope', is_active: 'no' };
        expectFields(await stage.admin.call('PATCH', `${accounts}${account.id}/`, bad), 'email', 'is_active');
        await stage.newSession(account);
      },
      'admin',
    ),
    check(
      'admin.disable',
      'disabling an account ends its sessions, and it is told from an unknown one by nothing',
      async (stage) => {
        const account = await stage.newAccount();
        const { accessToken, refreshToken } = await stage.newSession(account);
        await change(stage, account, { is_active: false });
        expectProblem(await stage.refresh(refreshToken), 401, 'session_ended', 'account_disabled');
        expectProblem(await stage.get('/api/me/', accessToken), 401, 'access_token_invalid');
        const { email, password } = account;
        const refused = await stage.post('/api/login/', { email, password });
        const unknown = await stage.post('/api/login/', { email: stage.unusedEmail(), password });
        expect(
          refused.status === 401 && refused.text === unknown.text,
          `the same answer as for an unknown address: ${unknown.text}`,
          refused,
        );
        await change(stage, account, { is_active: true });
        await stage.newSession(account);
      },
      'admin',
    ),
    check(
      'admin.delete',
      'a deleted account is gone with its sessions',
      async (stage) => {
        const account = await stage.newAccount();
        const { refreshToken } = await stage.newSession(account);
        expectStatus(await stage.admin.call('DELETE', `${accounts}${account.id}/`), 204);
        expectProblem(await stage.admin.call('GET', `${accounts}${account.id}/`), 404, 'not_found');
        expectProblem(await stage.refresh(refreshToken), 401, 'refresh_token_unknown');
      },
      'admin',
    ),
    check(
      'admin.sessions',
      'the sessions of an account are listed, and one can be ended, reason admin',
      async (stage) => {
        const account = await stage.newAccount();
        const ended = await stage.newSession(account);
        const other = await stage.newSession(account);
        const answer = await stage.admin.call('GET', `${sessions}?account=${account.id}`);
        const ids = itemsOf(answer).map(({ id }) => id);
        expect(
          ids.length === 2 && ids.includes(sidOf(ended)),
          'both sessions of the account, by their sid',
          answer,
        );
        expectStatus(await stage.admin.call('DELETE', `${sessions}${sidOf(ended)}/`), 204);
        expectProblem(await stage.refresh(ended.refreshToken), 401, 'session_ended', 'admin');
        await stage.rotate(other.refreshToken);
      },
      'admin',
    ),
    check(
      'admin.reset-link',
      'a reset link works once, sets a new password and ends every session',
      async (stage) => {
        const account = await stage.newAccount();
        const { refreshToken } = await stage.newSession(account);
        const link = expectStatus(
          await stage.admin.call('POST', `${accounts}${account.id}/reset-link/`, {}),
          201,
        );
        const token = /[\w-]{16,}$/.exec(String(link.body['url']))?.[0];
        expect(token !== undefined, 'a url that ends with the token', link);
        const body = { token, new_password: `reset ${randomUUID()}` };
        expectStatus(await stage.post('/api/password-reset/confirm/', body), 200);
        account.password = body.new_password;
        expectProblem(await stage.refresh(refreshToken), 401, 'session_ended', 'password_changed');
        expectProblem(await stage.post('/api/password-reset/confirm/', body), 400, 'token_invalid');
        await stage.newSession(account);
      },
      'admin',
    ),
    check(
      'admin.audit',
      'the audit trail tells what happened to an account, and no secret',
      async (stage) => {
        const account = await stage.newAccount();
        const { refreshToken } = await stage.newSession(account);
        await stage.post('/api/login/', { email: account.email, password: 'a wrong password' });
        await stage.logout(refreshToken);
        const answer = await stage.admin.call('GET', `/api/admin/audit/?account=${account.id}`);
        const events = itemsOf(answer);
        expect(events.length >= 4, 'a registration, a login, a failed login and a logout', answer);
        const isWhole = events.every(
          (event) => typeof event['event'] === 'string' && typeof event['request_id'] === 'string',
        );
        expect(
          isWhole && events.every((event) => membersOf(event['account'])['id'] === account.id),
          'event, account and request_id',
          answer,
        );
        const secrets = [account.password, refreshToken, 'a wrong password'];
        expect(!secrets.some((secret) => answer.text.includes(secret)), 'no password and no token', answer);
      },
      'admin',
    ),
  ],
};
