import { check, type Group } from '../check.ts';
import { expect, expectFields, expectProblem, expectStatus } from '../expect.ts';
import { headerOf } from '../http/answer.ts';
import { forgeablePlaces, forgeAt, malformedTokens, strangersTokens } from '../tokens.ts';
import { expectPair } from './login.ts';

const racers = 50;
const key = 'a-key-of-this-very-request-1';

export const rotation: Group = {
  id: 'refresh',
  title: 'Refresh rotation',
  checks: [
    check(
      'refresh.pair',
      'the current token gives a new pair of the same shape, and its access token works',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const answer = await stage.refresh(refreshToken);
        expectPair(answer);
        expect(
          answer.body['refresh_token'] !== refreshToken,
          'another refresh token than the one that was spent',
          answer,
        );
        expectStatus(await stage.get('/api/me/', String(answer.body['access_token'])), 200);
      },
    ),
    check(
      'refresh.lifespans',
      'a refresh resets both lifespans',
      async (stage) => {
        const { answer: login, refreshToken } = await stage.newSession();
        await stage.wait(1.1);
        const answer = await stage.refresh(refreshToken);
        for (const name of ['expires_in', 'refresh_expires_in']) {
          const isReset = typeof answer.body[name] === 'number' && answer.body[name] === login.body[name];
          expect(isReset, `${name} ${String(login.body[name])}, as after the login`, answer);
        }
      },
      'time',
    ),
    check(
      'refresh.chain',
      'a session can be refreshed again and again, each time with a new token',
      async (stage) => {
        const tokens = [(await stage.newSession()).refreshToken];
        for (let i = 0; i < 8; i += 1) tokens.push(await stage.rotate(tokens.at(-1) ?? ''));
        expect(new Set(tokens).size === tokens.length, `${tokens.length} different refresh tokens`);
      },
    ),
    check(
      'refresh.replay',
      'a superseded token within the grace gives the current refresh token and a fresh access token',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const rotated = await stage.refresh(refreshToken);
        const answer = expectStatus(
          await stage.refresh(refreshToken),
          200,
          'the token was superseded a moment ago',
        );
        expect(
          answer.body['refresh_token'] === rotated.body['refresh_token'],
          'the refresh token that the first refresh gave',
          answer,
        );
        expect(answer.body['access_token'] !== rotated.body['access_token'], 'a fresh access token', answer);
        expectStatus(await stage.get('/api/me/', String(answer.body['access_token'])), 200);
      },
    ),
    check(
      'refresh.replay-of-older',
      'also the one before the last, within its grace, gives the current refresh token',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const current = await stage.rotate(await stage.rotate(refreshToken));
        const answer = expectStatus(await stage.refresh(refreshToken), 200);
        expect(
          answer.body['refresh_token'] === current,
          'the current refresh token, of the second refresh',
          answer,
        );
      },
    ),
    check(
      'refresh.replay-spends-nothing',
      'a replay within the grace leaves the current token good',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const current = await stage.rotate(refreshToken);
        for (let i = 0; i < 2; i += 1) expectStatus(await stage.refresh(refreshToken), 200);
        await stage.rotate(current);
      },
    ),
    check(
      'refresh.race',
      `of ${racers} callers racing with one token none gets an error, and all get the same successor`,
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const answers = await Promise.all(Array.from({ length: racers }, () => stage.refresh(refreshToken)));
        for (const answer of answers)
          expectStatus(answer, 200, `each of ${racers} racing callers gets a pair`);
        const successors = answers.map(({ body }) => body['refresh_token']);
        const odd = answers.find(({ body }) => body['refresh_token'] !== successors[0]);
        expect(odd === undefined, `one successor for all ${racers}, not ${new Set(successors).size}`, odd);
        await stage.rotate(String(successors[0]));
      },
    ),
    check(
      'refresh.race-of-two',
      'callers who race with the current token and the one before end up with one current token',
      async (stage) => {
        const { refreshToken: old } = await stage.newSession();
        const current = await stage.rotate(old);
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, i) => stage.refresh(i % 2 ? old : current)),
        );
        for (const answer of answers) expectStatus(answer, 200, 'each of the racing callers gets a pair');
        const successor = await stage.rotate(current);
        const known = new Set<unknown>([current, successor]);
        const odd = answers.find(({ body }) => !known.has(body['refresh_token']));
        expect(odd === undefined, 'the token that was current before the race, or the one after it', odd);
      },
    ),
    check(
      'refresh.forged',
      'a forged token is refused as refresh_token_unknown, whichever part of it is forged, and ends nothing',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        for (const place of forgeablePlaces) {
          expectProblem(await stage.refresh(forgeAt(refreshToken, place)), 401, 'refresh_token_unknown');
        }
        await stage.rotate(refreshToken);
      },
    ),
    check(
      'refresh.unknown',
      'a UUID of any version and case that is nobody’s token is refused as refresh_token_unknown',
      async (stage) => {
        for (const token of strangersTokens)
          expectProblem(await stage.refresh(token), 401, 'refresh_token_unknown');
      },
    ),
    check('refresh.any-case', 'a token may be written in capitals', async (stage) => {
      const { refreshToken } = await stage.newSession();
      await stage.rotate(refreshToken.toUpperCase());
    }),
    check(
      'refresh.malformed',
      'what is no UUID of 36 characters, a number, or missing, is a bad request that names refresh_token',
      async (stage) => {
        for (const token of malformedTokens) expectFields(await stage.refresh(token), 'refresh_token');
      },
    ),
    check(
      'refresh.unknown-field',
      'an unknown field is refused by its name, and the token is not spent',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const answer = await stage.post('/api/refresh/', { refresh_token: refreshToken, scope: 'all' });
        expectFields(answer, 'scope');
        await stage.rotate(refreshToken);
      },
    ),
    check(
      'refresh.key-form',
      'an Idempotency-Key of fewer than 16 or more than 64 characters, or with spaces, is a bad request',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        for (const bad of ['too-short', 'x'.repeat(65), 'with spaces in it 123']) {
          expectFields(await stage.refresh(refreshToken, bad), 'Idempotency-Key');
        }
        await stage.rotate(refreshToken, 'x'.repeat(16));
      },
    ),
    check(
      'refresh.key-in-grace',
      'within the grace a retry with its Idempotency-Key converges like any other',
      async (stage) => {
        const { refreshToken } = await stage.newSession();
        const successor = await stage.rotate(refreshToken, key);
        const answer = expectStatus(await stage.refresh(refreshToken, key), 200);
        expect(answer.body['refresh_token'] === successor, 'the same successor', answer);
      },
    ),
  ],
  judgements: [
    {
      id: 'refresh.retry-after',
      promise: 'a refresh that is put off is asked to come back within 3 seconds',
      concerns: ({ sent, status }) => /^\/api\/refresh\/?$/.test(sent.path) && [429, 503].includes(status),
      fault: (answer) => {
        const seconds = Number(headerOf(answer, 'retry-after') ?? NaN);
        return seconds <= 3 ? undefined : 'Retry-After of at most 3 seconds';
      },
    },
  ],
};
