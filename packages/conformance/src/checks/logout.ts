import { check, type Group } from '../check.ts';
import { expectExactly, expectFields, expectProblem, expectStatus } from '../expect.ts';
import { forgeablePlaces, forgeAt, malformedTokens, strangersTokens } from '../tokens.ts';

const success = { success: 'User logged out.' };

export const logout: Group = {
  id: 'logout',
  title: 'Logout',
  checks: [
    check(
      'logout.answer',
      'a logout is answered 200 with exactly {"success": "User logged out."}, and needs no access token',
      async (stage) => {
        expectExactly(await stage.logout((await stage.newSession()).refreshToken), 200, success);
      },
    ),
    check(
      'logout.ends',
      'after a logout the token is refused as session_ended, reason logout',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        await stage.logout(refreshToken);
        expectProblem(await stage.refresh(refreshToken), 401, 'session_ended', 'logout');
      },
    ),
    check(
      'logout.any-generation',
      'a token of any generation ends the session, a superseded one too',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const current = await stage.rotate(await stage.rotate(refreshToken));
        expectStatus(await stage.logout(refreshToken), 200);
        expectProblem(await stage.refresh(current), 401, 'session_ended', 'logout');
        expectProblem(await stage.refresh(refreshToken), 401, 'session_ended', 'logout');
      },
    ),
    check('logout.forged', 'a forged token is answered alike and ends nothing', async (stage) => {
      const { refreshToken } = await stage.newSession();
      for (const place of forgeablePlaces)
        expectExactly(await stage.logout(forgeAt(refreshToken, place)), 200, success);
      await stage.rotate(refreshToken);
    }),
    check('logout.unknown', 'any well-formed UUID is answered 200', async (stage) => {
      for (const token of strangersTokens) expectExactly(await stage.logout(token), 200, success);
    }),
    check('logout.any-case', 'a token may be written in capitals', async (stage) => {
      const { refreshToken } = await stage.newSession();
      await stage.logout(refreshToken.toUpperCase());
      expectProblem(await stage.refresh(refreshToken), 401, 'session_ended', 'logout');
    }),
    check(
      'logout.own-session',
      'a logout touches only the session that the token belongs to',
      async (stage) => {
        const { account, refreshToken } = await stage.newSession();
        const other = await stage.newSession(account);
        await stage.logout(refreshToken);
        await stage.rotate(other.refreshToken);
      },
    ),
    check('logout.again', 'a logout can be repeated', async (stage) => {
      const { refreshToken } = await stage.newSession();
      await stage.logout(refreshToken);
      expectExactly(await stage.logout(refreshToken), 200, success);
    }),
    check('logout.race', 'a logout that races with refreshes ends the session for good', async (stage) => {
      const { refreshToken } = await stage.newSession();
      const race = [
        ...Array.from({ length: 8 }, () => stage.refresh(refreshToken)),
        stage.logout(refreshToken),
      ];
      const answers = await Promise.all([
        ...race,
        ...Array.from({ length: 8 }, () => stage.refresh(refreshToken)),
      ]);
      for (const answer of answers)
        if (answer.status !== 200) expectProblem(answer, 401, 'session_ended', 'logout');
      const tokens = new Set(
        answers.flatMap(({ body }) =>
          typeof body['refresh_token'] === 'string' ? [body['refresh_token']] : [],
        ),
      );
      for (const token of [refreshToken, ...tokens]) {
        expectProblem(await stage.refresh(token), 401, 'session_ended', 'logout');
      }
    }),
    check(
      'logout.malformed',
      'what is no UUID, a number, or missing, is a bad request that names refresh_token',
      async (stage) => {
        for (const token of malformedTokens) expectFields(await stage.logout(token), 'refresh_token');
      },
    ),
  ],
};
