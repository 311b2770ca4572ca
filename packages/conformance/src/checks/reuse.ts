import { check, type Group } from '../check.ts';
import { expect, expectProblem, expectStatus } from '../expect.ts';
import type { Stage } from '../stage/stage.ts';

const key = 'a-key-of-this-very-request-1';
const otherKey = 'a-key-of-another-request-22';

/** After the grace a superseded token is reuse; the session is over, and the current token dies too. */
async function expectReuse(
  stage: Stage,
  superseded: string,
  current: string,
  idempotencyKey?: string,
): Promise<void> {
  expectProblem(await stage.refresh(superseded, idempotencyKey), 401, 'refresh_token_reused');
  expectProblem(await stage.refresh(current), 401, 'session_ended', 'reuse');
}

export const reuse: Group = {
  id: 'reuse',
  title: 'Refresh after the grace',
  checks: [
    check(
      'reuse.ends',
      'a superseded token after the grace is refused as refresh_token_reused, and the current token dies too',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const current = await stage.rotate(refreshToken);
        await stage.wait(stage.beyondGraceSeconds);
        await expectReuse(stage, refreshToken, current);
        expectProblem(await stage.refresh(refreshToken), 401, 'session_ended', 'reuse');
      },
      'time',
    ),
    check(
      'reuse.other-sessions',
      'reuse ends its own session and leaves the others of the account',
      async (stage) => {
        const account = await stage.newAccount();
        const { refreshToken } = await stage.newSession(account);
        const other = await stage.newSession(account);
        const current = await stage.rotate(refreshToken);
        await stage.wait(stage.beyondGraceSeconds);
        await expectReuse(stage, refreshToken, current);
        await stage.rotate(other.refreshToken);
      },
      'time',
    ),
    check(
      'reuse.current-is-good',
      'the current token is good after the grace too',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const current = await stage.rotate(refreshToken);
        await stage.wait(stage.beyondGraceSeconds);
        await stage.rotate(current);
      },
      'time',
    ),
    check(
      'reuse.replay-renews-nothing',
      'a replay does not renew the grace',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const current = await stage.rotate(refreshToken);
        const part = stage.graceSeconds * 0.6;
        await stage.wait(part);
        expectStatus(await stage.refresh(refreshToken), 200, 'the grace is not over yet');
        await stage.wait(stage.beyondGraceSeconds - part);
        await expectReuse(stage, refreshToken, current);
      },
      'time',
    ),
    check(
      'reuse.grace-of-its-own',
      'a token has its grace from its own rotation: later ones do not cut it short',
      async (stage) => {
        const { refreshToken: first } = await stage.newSession();
        const second = await stage.rotate(first);
        const part = stage.graceSeconds * 0.7;
        await stage.wait(part);
        const third = await stage.rotate(second);
        await stage.wait(stage.beyondGraceSeconds - part);
        const answer = expectStatus(await stage.refresh(second), 200, 'it was superseded within the grace');
        expect(answer.body['refresh_token'] === third, 'the current refresh token', answer);
      },
      'time',
    ),
    check(
      'reuse.grace-is-not-extended',
      'later rotations do not lengthen the grace of a token',
      async (stage) => {
        const { refreshToken: first } = await stage.newSession();
        const second = await stage.rotate(first);
        const part = stage.graceSeconds * 0.7;
        await stage.wait(part);
        const third = await stage.rotate(second);
        await stage.wait(stage.beyondGraceSeconds - part);
        await expectReuse(stage, first, third);
      },
      'time',
    ),
    check(
      'reuse.late-retry',
      'a late retry with the same Idempotency-Key is answered as in the grace, as often as it comes',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const successor = await stage.rotate(refreshToken, key);
        await stage.wait(stage.beyondGraceSeconds);
        for (let i = 0; i < 2; i += 1) {
          const answer = expectStatus(
            await stage.refresh(refreshToken, key),
            200,
            'it has the key of the request that rotated',
          );
          expect(
            answer.body['refresh_token'] === successor,
            'the successor that the first request gave',
            answer,
          );
        }
        await stage.rotate(successor);
      },
      'time',
    ),
    check(
      'reuse.late-retry-other-key',
      'a late retry with another Idempotency-Key is reuse',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const current = await stage.rotate(refreshToken, key);
        await stage.wait(stage.beyondGraceSeconds);
        await expectReuse(stage, refreshToken, current, otherKey);
      },
      'time',
    ),
    check(
      'reuse.late-retry-no-key',
      'a late retry without the Idempotency-Key is reuse: the token alone does not let a thief in',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const current = await stage.rotate(refreshToken, key);
        await stage.wait(stage.beyondGraceSeconds);
        await expectReuse(stage, refreshToken, current);
      },
      'time',
    ),
    check(
      'reuse.late-retry-spent',
      'once the successor was presented, a late retry is reuse even with its Idempotency-Key',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const successor = await stage.rotate(refreshToken, key);
        const current = await stage.rotate(successor, otherKey);
        await stage.wait(stage.beyondGraceSeconds);
        await expectReuse(stage, refreshToken, current, key);
      },
      'time',
    ),
  ],
};
