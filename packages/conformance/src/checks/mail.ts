import { check, NotChecked, type Group } from '../check.ts';
import { expect, expectFields, expectProblem, expectStatus } from '../expect.ts';
import type { Answer } from '../http/answer.ts';
import type { Stage } from '../stage/stage.ts';

/** A server without mail need not have these endpoints. */
async function post(stage: Stage, path: string, body: unknown): Promise<Answer> {
  const answer = await stage.post(path, body);
  if (answer.status === 404) throw new NotChecked(`this server has no ${path}`);
  return answer;
}

async function expectAlike(stage: Stage, path: string): Promise<void> {
  const { email } = await stage.newAccount();
  const known = expectStatus(await post(stage, path, { email }), 202);
  const unknown = await stage.post(path, { email: stage.unusedEmail() });
  const isAlike = unknown.status === 202 && unknown.text === known.text;
  expect(isAlike, `the same answer as for an address that has an account: 202 ${known.text}`, unknown);
  expectFields(await stage.post(path, { email: 'nope' }), 'email');
}

export const mail: Group = {
  id: 'mail',
  title: 'Links by mail',
  checks: [
    check(
      'mail.reset',
      'who asks for a new password is answered 202, whether or not the address has an account',
      (stage) => expectAlike(stage, '/api/password-reset/'),
    ),
    check(
      'mail.verify',
      'who asks for another verification is answered 202, whether or not the address has an account',
      (stage) => expectAlike(stage, '/api/verify-email/resend/'),
    ),
    check('mail.reset-token', 'an unknown reset token is refused as token_invalid', async (stage) => {
      const body = { token: 'x'.repeat(32), new_password: 'a password for conformance' };
      expectProblem(await post(stage, '/api/password-reset/confirm/', body), 400, 'token_invalid');
    }),
    check('mail.verify-token', 'an unknown verification token is refused as token_invalid', async (stage) => {
      expectProblem(await post(stage, '/api/verify-email/', { token: 'x'.repeat(32) }), 400, 'token_invalid');
    }),
  ],
};
