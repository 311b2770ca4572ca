import { check, type Group } from '../check.ts';
import { expect, expectExactly, expectFields, expectStatus, expectTaken } from '../expect.ts';
import type { Account } from '../stage/accounts.ts';
import type { Stage } from '../stage/stage.ts';
import type { Answer } from '../http/answer.ts';

const path = '/api/register/';
const password = 'a password for conformance';

/** Registers, and takes note of the account wherever one was made. */
async function register(
  stage: Stage,
  fields: { email: string; password: string; username?: string },
): Promise<Answer> {
  const answer = await stage.post(path, fields);
  const { id } = answer.body;
  if (answer.status < 300 && typeof id === 'number') stage.adopt({ ...fields, id });
  return answer;
}

async function remove(stage: Stage, account: Account): Promise<void> {
  const { accessToken } = await stage.newSession(account);
  expectStatus(
    await stage.call(accessToken, 'DELETE', '/api/me/', { current_password: account.password }),
    204,
  );
}

const badAddresses = [
  'plain',
  '@example.com',
  'user@',
  'user@@example.com',
  'us er@example.com',
  'user@exa mple.com',
  'user@example..com',
  'user@-example.com',
  'a@b.example\r\nBcc: x@y.example',
  `${'a'.repeat(65)}@example.com`,
  `user@${'a.'.repeat(130)}com`,
];

const badFields: readonly (readonly [object, readonly string[]])[] = [
  [{}, ['email', 'password']],
  [{ password }, ['email']],
  [{ email: 'user@example.com' }, ['password']],
  [{ email: '', password: '' }, ['email', 'password']],
  [{ email: 1, password: 12_345_678 }, ['email', 'password']],
  [{ email: null, password: null }, ['email', 'password']],
  [{ email: ['user@example.com'], password: [password] }, ['email', 'password']],
  [{ email: 'nope', password: '1234567', username: 5 }, ['email', 'password', 'username']],
];

export const registration: Group = {
  id: 'registration',
  title: 'Registration',
  checks: [
    check(
      'registration.answer',
      'a registration is answered 201 with exactly id and email',
      async (stage) => {
        const email = stage.unusedEmail();
        const answer = await register(stage, { email, password });
        const { id } = answer.body;
        expect(
          typeof id === 'number' && Number.isInteger(id) && id > 0,
          '201 with a whole number as id',
          answer,
        );
        expectExactly(answer, 201, { id, email });
      },
    ),
    check(
      'registration.username',
      'a name of any script, with spaces, up to 150 characters, is kept as it was typed',
      async (stage) => {
        for (const username of ['  Ζωή 李小龙 🎲 ', '🎲'.repeat(150)]) {
          const account = { email: stage.unusedEmail(), password };
          const answer = expectStatus(await register(stage, { ...account, username }), 201);
          const { accessToken } = await stage.newSession({ ...account, id: Number(answer.body['id']) });
          const me = await stage.get('/api/me/', accessToken);
          expect(me.body['username'] === username, `the username ${JSON.stringify(username)}`, me);
        }
      },
    ),
    check('registration.username-limit', 'a name of 151 characters is refused', async (stage) => {
      const answer = await register(stage, {
        email: stage.unusedEmail(),
        password,
        username: 'x'.repeat(151),
      });
      expectFields(answer, 'username');
    }),
    check('registration.default-name', 'without a name the username is empty', async (stage) => {
      const { accessToken } = await stage.newSession(await stage.newAccount());
      const me = await stage.get('/api/me/', accessToken);
      expect(me.body['username'] === '', 'the username ""', me);
    }),
    check('registration.email-as-typed', 'an address is shown as it was typed, trimmed', async (stage) => {
      const email = stage.unusedEmail().replace('conformance', 'Conformance');
      const answer = await stage.post(path, { email: `  ${email} `, password });
      if (answer.status < 300) stage.adopt({ id: Number(answer.body['id']), email, password });
      expectStatus(answer, 201);
      expect(answer.body['email'] === email, `the email ${email}`, answer);
    }),
    check(
      'registration.taken',
      'an address that has an account, in any case, is refused as email_taken',
      async (stage) => {
        const { email } = await stage.newAccount();
        for (const again of [email, email.toUpperCase()]) {
          expectTaken(await register(stage, { email: again, password }));
        }
      },
    ),
    check(
      'registration.race',
      'of racing registrations of one address, in any case, one succeeds and the others are refused as email_taken',
      async (stage) => {
        const email = stage.unusedEmail();
        const answers = await Promise.all(
          Array.from({ length: 6 }, (_, i) =>
            register(stage, { email: i % 2 ? email : email.toUpperCase(), password }),
          ),
        );
        const winners = answers.filter(({ status }) => status === 201);
        const extra = winners.length === 1 ? answers.find(({ status }) => status >= 500) : winners[1];
        expect(winners.length === 1, `one 201 of 6 racing registrations, not ${winners.length}`, extra);
        for (const answer of answers) if (answer.status !== 201) expectTaken(answer);
      },
    ),
    check(
      'registration.fields',
      'missing, empty and wrong-typed fields are refused, each by its name',
      async (stage) => {
        for (const [body, fields] of badFields) expectFields(await stage.post(path, body), ...fields);
      },
    ),
    check('registration.unknown-field', 'an unknown field is refused by its name', async (stage) => {
      const answer = await stage.post(path, { email: stage.unusedEmail(), password, is_staff: true });
      if (answer.status < 300)
        stage.adopt({ id: Number(answer.body['id']), email: String(answer.body['email']), password });
      expectFields(answer, 'is_staff');
    }),
    check('registration.bad-addresses', 'what is no e-mail address is refused', async (stage) => {
      for (const email of badAddresses) expectFields(await register(stage, { email, password }), 'email');
    }),
    check(
      'registration.password-rules',
      'a password of 7 characters or of 1,025 bytes is refused',
      async (stage) => {
        for (const bad of ['1234567', '🎲'.repeat(7), `x${'é'.repeat(512)}`]) {
          expectFields(await register(stage, { email: stage.unusedEmail(), password: bad }), 'password');
        }
      },
    ),
    check(
      'registration.any-characters',
      'a password may hold any characters, up to 1,024 bytes, and lets in afterwards',
      async (stage) => {
        for (const good of ['é'.repeat(512), ' '.repeat(32), '🎲'.repeat(32)]) {
          const account = { email: stage.unusedEmail(), password: good };
          const answer = expectStatus(await register(stage, account), 201);
          await stage.newSession({ ...account, id: Number(answer.body['id']) });
        }
      },
    ),
    check(
      'registration.ids',
      'an id is not used again, also after the newest account was deleted',
      async (stage) => {
        const first = await stage.newAccount();
        await remove(stage, first);
        const second = await stage.newAccount();
        expect(
          second.id > first.id,
          `an id above ${first.id}, which belonged to an account that is gone; the new one got ${second.id}`,
        );
      },
    ),
  ],
};
