import { check, type Group } from '../check.ts';
import { expect, expectFields, expectProblem, expectStatus, expectSuccess } from '../expect.ts';
import { itemsOf } from './sessions.ts';

const path = '/api/admin/settings/';

/** What changes the server for everybody, one check after the other, when all others are through. */
export const disposable: Group = {
  id: 'disposable',
  title: 'Live settings, on a server made for this run',
  checks: [
    check(
      'disposable.lifetime',
      'a lifetime holds for the tokens issued after its change, and null returns to the default',
      async (stage) => {
        const account = await stage.newAccount();
        const before = (await stage.newSession(account)).answer.body['expires_in'];
        await stage.admin.withSettings(
          { ACCESS_TOKEN_LIFETIME: 77, REFRESH_TOKEN_LIFETIME: 7_777 },
          async () => {
            const { answer } = await stage.newSession(account);
            expect(answer.body['expires_in'] === 77, 'expires_in 77, as it was set', answer);
            expect(
              answer.body['refresh_expires_in'] === 7_777,
              'refresh_expires_in 7777, as it was set',
              answer,
            );
          },
        );
        const { answer } = await stage.newSession(account);
        expect(answer.body['expires_in'] === before, `expires_in ${String(before)}, as before`, answer);
      },
      'admin',
      'disposable',
    ),
    check(
      'disposable.history',
      'the history tells who changed what, from what, to what',
      async (stage) => {
        await stage.admin.withSettings({ ACCESS_TOKEN_LIFETIME: 78 }, () => Promise.resolve());
        const answer = await stage.admin.call('GET', `${path}history/`);
        const change = itemsOf(answer).find(
          (item) => item['name'] === 'ACCESS_TOKEN_LIFETIME' && item['to'] === 78,
        );
        expect(change !== undefined, 'the change of ACCESS_TOKEN_LIFETIME to 78', answer);
        expect(
          'from' in change && JSON.stringify(change['actor']).includes(stage.admin.email),
          'its from, and the admin',
          answer,
        );
      },
      'admin',
      'disposable',
    ),
    check(
      'disposable.races',
      'of racing changes from one version one succeeds, and the others are refused as settings_conflict',
      async (stage) => {
        const account = await stage.newAccount();
        await stage.admin.withSettings({ ACCESS_TOKEN_LIFETIME: 79 }, async () => {
          const { version } = await stage.admin.settings();
          const values = (i: number) => ({ ACCESS_TOKEN_LIFETIME: 80 + i });
          const race = Array.from({ length: 6 }, (_, i) =>
            stage.admin.call('PATCH', path, { version, values: values(i) }),
          );
          const answers = await Promise.all(race);
          const winners = answers.filter(({ status }) => status === 200);
          expect(winners.length === 1, `one 200 of 6 racing changes, not ${winners.length}`, winners[1]);
          for (const answer of answers)
            if (answer.status !== 200) expectProblem(answer, 409, 'settings_conflict');
          await stage.newSession(account);
        });
      },
      'admin',
      'disposable',
    ),
    check(
      'disposable.expiry',
      'a refresh token is refused after its lifetime as refresh_token_expired, reason expired',
      async (stage) => {
        await stage.admin.withSettings({ REFRESH_TOKEN_LIFETIME: 2 }, async () => {
          const { refreshToken } = await stage.newSession();
          await stage.wait(2.5);
          expectProblem(await stage.refresh(refreshToken), 401, 'refresh_token_expired', 'expired');
        });
      },
      'admin',
      'disposable',
      'time',
    ),
    check(
      'disposable.grace',
      'REFRESH_REUSE_GRACE holds from the next refresh',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        await stage.rotate(refreshToken);
        await stage.admin.withSettings({ REFRESH_REUSE_GRACE: 1 }, async () => {
          await stage.wait(2);
          expectProblem(await stage.refresh(refreshToken), 401, 'refresh_token_reused');
        });
      },
      'admin',
      'disposable',
      'time',
    ),
    check(
      'disposable.absolute',
      'no session outlives SESSION_ABSOLUTE_LIFETIME, which holds from the next refresh',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        await stage.admin.withSettings({ SESSION_ABSOLUTE_LIFETIME: 1 }, async () => {
          await stage.wait(1.5);
          expectProblem(await stage.refresh(refreshToken), 401, 'refresh_token_expired');
        });
      },
      'admin',
      'disposable',
      'time',
    ),
    check(
      'disposable.sessions',
      'over SESSIONS_PER_ACCOUNT the least recently used session ends, reason limit',
      async (stage) => {
        const account = await stage.newAccount();
        await stage.admin.withSettings({ SESSIONS_PER_ACCOUNT: 2 }, async () => {
          const first = await stage.newSession(account);
          await stage.wait(0.05);
          const second = await stage.newSession(account);
          await stage.wait(0.05);
          const used = await stage.rotate(first.refreshToken);
          await stage.wait(0.05);
          await stage.newSession(account);
          expectProblem(await stage.refresh(second.refreshToken), 401, 'session_ended', 'limit');
          await stage.rotate(used);
        });
      },
      'admin',
      'disposable',
    ),
    check(
      'disposable.limit',
      'too many failed logins are refused as too_many_requests, for right and wrong passwords alike',
      async (stage) => {
        const { email, password } = await stage.newAccount();
        await stage.admin.withSettings({ LOGIN_FAILURES_PER_ACCOUNT: 2 }, async () => {
          for (let i = 0; i < 2; i += 1) {
            expectProblem(
              await stage.post('/api/login/', { email, password: 'a wrong password' }),
              401,
              'invalid_credentials',
            );
          }
          for (const tried of ['a wrong password', password]) {
            expectProblem(
              await stage.post('/api/login/', { email, password: tried }),
              429,
              'too_many_requests',
            );
          }
        });
      },
      'admin',
      'disposable',
    ),
    check(
      'disposable.common-passwords',
      'with PASSWORD_BLOCK_COMMON a common password is refused',
      async (stage) => {
        await stage.admin.withSettings({ PASSWORD_BLOCK_COMMON: true }, async () => {
          expectFields(
            await stage.post('/api/register/', { email: stage.unusedEmail(), password: 'password' }),
            'password',
          );
        });
      },
      'admin',
      'disposable',
    ),
    check(
      'disposable.email-change',
      'with EMAIL_CHANGE_NEEDS_PASSWORD another address needs the current password',
      async (stage) => {
        const account = await stage.newAccount();
        const { accessToken } = await stage.newSession(account);
        const put = (body: object) => stage.call(accessToken, 'PUT', '/api/me/', body);
        const email = stage.unusedEmail();
        await stage.admin.withSettings({ EMAIL_CHANGE_NEEDS_PASSWORD: true }, async () => {
          const answer = await put({ email });
          if (answer.status === 200) account.email = email;
          expectFields(answer, 'current_password');
          expectStatus(await put({ username: 'No password needed' }), 200);
          expectSuccess(await put({ email, current_password: account.password }));
          account.email = email;
        });
      },
      'admin',
      'disposable',
    ),
    check(
      'disposable.last-admin',
      'the last active admin cannot be disabled, demoted or deleted, not by himself either',
      async (stage) => {
        const list = await stage.admin.call('GET', '/api/admin/accounts/?is_staff=true&is_active=true');
        const staff = itemsOf(list);
        expect(staff.length === 1, 'one admin, on a server made for this run', list);
        const own = `/api/admin/accounts/${String(staff[0]?.['id'])}/`;
        expectProblem(await stage.admin.call('PATCH', own, { is_active: false }), 403, 'forbidden');
        expectProblem(await stage.admin.call('PATCH', own, { is_staff: false }), 403, 'forbidden');
        expectProblem(await stage.admin.call('DELETE', own), 403, 'forbidden');
      },
      'admin',
      'disposable',
    ),
  ],
};
