import { check, type Group } from '../check.ts';
import { expect, expectExactly, expectFields, expectProblem, expectStatus, expectTaken } from '../expect.ts';
import type { Answer } from '../http/answer.ts';
import type { Account } from '../stage/accounts.ts';
import type { Stage } from '../stage/stage.ts';

const path = '/api/me/';

/** An account of its own, signed in. */
async function signedIn(stage: Stage) {
  const account = await stage.newAccount();
  const { accessToken, refreshToken } = await stage.newSession(account);
  const change = (method: string, body: unknown): Promise<Answer> =>
    stage.call(accessToken, method, path, body);
  /** Some servers ask for the password whenever the address changes. */
  const move = async (method: string, email: string): Promise<Answer> => {
    const answer = await change(method, { email, current_password: account.password });
    if (answer.status === 200) account.email = email;
    return answer;
  };
  return { account, accessToken, refreshToken, change, move, show: () => stage.get(path, accessToken) };
}

const meOf = ({ id, email }: Account, username = ''): object => ({ id, username, email });

export const me: Group = {
  id: 'me',
  title: 'Me',
  checks: [
    check('me.exact', 'me shows exactly id, username and email', async (stage) => {
      const { account, show } = await signedIn(stage);
      expectExactly(await show(), 200, meOf(account));
    }),
    ...['PUT', 'PATCH'].map((method) =>
      check(
        `me.${method.toLowerCase()}`,
        `${method} changes what is given, keeps the rest, and shows the whole`,
        async (stage) => {
          const { account, change, move, show } = await signedIn(stage);
          expectExactly(await change(method, { username: 'John Smith' }), 200, meOf(account, 'John Smith'));
          const email = stage.unusedEmail();
          expectExactly(await move(method, email), 200, meOf({ ...account, email }, 'John Smith'));
          expectExactly(await show(), 200, meOf({ ...account, email }, 'John Smith'));
          await stage.newSession(account);
        },
      ),
    ),
    check('me.put-nothing', 'PUT with {} changes nothing', async (stage) => {
      const { account, change, show } = await signedIn(stage);
      await change('PUT', { username: 'John Smith' });
      expectExactly(await change('PUT', {}), 200, meOf(account, 'John Smith'));
      expectExactly(await show(), 200, meOf(account, 'John Smith'));
    }),
    check('me.put-id', 'an id may be sent back and is ignored', async (stage) => {
      const { account, change, show } = await signedIn(stage);
      expectExactly(await change('PUT', { id: account.id + 77, username: 'x' }), 200, meOf(account, 'x'));
      expectExactly(await show(), 200, meOf(account, 'x'));
    }),
    check(
      'me.put-taken',
      'an address that another account has, in any case, is refused as email_taken, and nothing changes',
      async (stage) => {
        const other = await stage.newAccount();
        const { account, change, show } = await signedIn(stage);
        const body = { username: 'x', email: other.email.toUpperCase(), current_password: account.password };
        expectTaken(await change('PUT', body));
        expectExactly(await show(), 200, meOf(account));
      },
    ),
    check('me.put-own-case', 'the own address may be written in another case', async (stage) => {
      const { account, move } = await signedIn(stage);
      const email = account.email.toUpperCase();
      expectExactly(await move('PUT', email), 200, meOf({ ...account, email }));
    }),
    check(
      'me.put-fields',
      'wrong-typed, too long and unknown fields are refused, each by its name, and nothing changes',
      async (stage) => {
        const { account, change, show } = await signedIn(stage);
        expectFields(await change('PUT', { username: null }), 'username');
        expectFields(await change('PUT', { username: 'x'.repeat(151) }), 'username');
        expectFields(await change('PUT', { email: 'nope' }), 'email');
        expectFields(
          await change('PUT', { email: 5, username: 6, is_staff: true }),
          'email',
          'username',
          'is_staff',
        );
        expectExactly(await show(), 200, meOf(account));
      },
    ),
    check(
      'me.put-wrong-password',
      'a wrong current_password is refused by its name, and nothing changes',
      async (stage) => {
        const { account, change, show } = await signedIn(stage);
        const answer = await change('PUT', {
          email: stage.unusedEmail(),
          current_password: 'a wrong password',
        });
        if (answer.status === 200) account.email = String(answer.body['email']);
        expectFields(answer, 'current_password');
        expectExactly(await show(), 200, meOf(account));
      },
    ),
    check(
      'me.live-session',
      'after a logout the access token still shows me until it expires, and changes nothing any more',
      async (stage) => {
        const { change, refreshToken, show } = await signedIn(stage);
        await stage.logout(refreshToken);
        expectStatus(await show(), 200);
        expectProblem(await change('PUT', { username: 'x' }), 401, 'access_token_invalid');
        const after = await show();
        expect(after.body['username'] === '', 'the username "", which no live session has changed', after);
      },
    ),
    check('me.gone', 'the access token of an account that is gone is refused', async (stage) => {
      const { account, change, show } = await signedIn(stage);
      expectStatus(await change('DELETE', { current_password: account.password }), 204);
      expectProblem(await show(), 401, 'access_token_invalid');
    }),
  ],
};
