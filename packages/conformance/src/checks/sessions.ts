import { check, type Group } from '../check.ts';
import { expect, expectProblem, expectStatus } from '../expect.ts';
import { membersOf, type Answer } from '../http/answer.ts';
import type { Session } from '../stage/accounts.ts';
import type { Stage } from '../stage/stage.ts';
import { readAccessToken } from '../tokens.ts';

const path = '/api/me/sessions/';

export const sidOf = ({ accessToken, answer }: Session): string =>
  String(readAccessToken(accessToken, answer).claims['sid']);

/** The items of a list, which is told with a cursor for the next page. */
export function itemsOf(answer: Answer): readonly Readonly<Record<string, unknown>>[] {
  expectStatus(answer, 200);
  const { items, next } = answer.body;
  const isList = Array.isArray(items) && (next === null || typeof next === 'string');
  expect(isList, '{"items": […], "next": "<cursor>" or null}', answer);
  return items.map(membersOf);
}

/** Two sessions of an account that no other check uses. */
async function two(stage: Stage) {
  const account = await stage.newAccount();
  return { account, own: await stage.newSession(account), other: await stage.newSession(account) };
}

export const sessions: Group = {
  id: 'sessions',
  title: 'Own sessions',
  checks: [
    check('sessions.two', 'two logins are two sessions: ending one leaves the other', async (stage) => {
      const { own, other } = await two(stage);
      expect(
        own.refreshToken !== other.refreshToken,
        'another refresh token for another login',
        other.answer,
      );
      await stage.logout(own.refreshToken);
      expectProblem(await stage.refresh(own.refreshToken), 401, 'session_ended', 'logout');
      await stage.rotate(other.refreshToken);
    }),
    check(
      'sessions.list',
      'the sessions of the caller are listed by the sid of their tokens, and the one that asks is marked',
      async (stage) => {
        const { own, other } = await two(stage);
        const answer = await stage.get(path, own.accessToken);
        const found = itemsOf(answer).map(({ id, current }) => ({ id, current }));
        for (const [session, isCurrent] of [
          [own, true],
          [other, false],
        ] as const) {
          const id = sidOf(session);
          const isListed = found.some((item) => item.id === id && item.current === isCurrent);
          expect(isListed, `a session with the id ${id} and "current": ${isCurrent}`, answer);
        }
        expect(found.length === 2, '2 sessions', answer);
      },
    ),
    check('sessions.pages', 'a list comes in pages that neither repeat nor lose a session', async (stage) => {
      const { own } = await two(stage);
      const first = await stage.get(`${path}?limit=1`, own.accessToken);
      const [one, ...more] = itemsOf(first);
      expect(more.length === 0 && typeof first.body['next'] === 'string', 'one session and a cursor', first);
      const second = await stage.get(
        `${path}?limit=1&cursor=${encodeURIComponent(first.body['next'])}`,
        own.accessToken,
      );
      const [another] = itemsOf(second);
      expect(another !== undefined && another['id'] !== one?.['id'], 'the other session', second);
      expect(second.body['next'] === null, '"next": null at the end', second);
    }),
    check('sessions.end-one', 'one session can be ended by its id, and only that one ends', async (stage) => {
      const { own, other } = await two(stage);
      expectStatus(await stage.call(own.accessToken, 'DELETE', `${path}${sidOf(other)}/`), 204);
      expectProblem(await stage.refresh(other.refreshToken), 401, 'session_ended');
      await stage.rotate(own.refreshToken);
    }),
    check(
      'sessions.end-others',
      'all other sessions can be ended at once, and the own one stays',
      async (stage) => {
        const { account, own, other } = await two(stage);
        const third = await stage.newSession(account);
        expectStatus(await stage.call(own.accessToken, 'DELETE', path), 204);
        for (const { refreshToken } of [other, third])
          expectProblem(await stage.refresh(refreshToken), 401, 'session_ended');
        await stage.rotate(own.refreshToken);
      },
    ),
    check('sessions.foreign', 'nobody sees or ends the session of another account', async (stage) => {
      const { own } = await two(stage);
      const stranger = await stage.newSession(await stage.newAccount());
      const list = await stage.get(path, own.accessToken);
      expect(!list.text.includes(sidOf(stranger)), 'none but the own sessions', list);
      expectProblem(
        await stage.call(own.accessToken, 'DELETE', `${path}${sidOf(stranger)}/`),
        404,
        'not_found',
      );
      await stage.rotate(stranger.refreshToken);
    }),
    check('sessions.guarded', 'a session that has ended lists and ends nothing any more', async (stage) => {
      const { own, other } = await two(stage);
      await stage.logout(own.refreshToken);
      expectProblem(await stage.get(path, own.accessToken), 401, 'access_token_invalid');
      expectProblem(await stage.call(own.accessToken, 'DELETE', path), 401, 'access_token_invalid');
      await stage.rotate(other.refreshToken);
    }),
  ],
};
