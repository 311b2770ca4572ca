import { expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { share } from '../support/share.ts';

/** Rotates and returns the successor. */
async function rotate(app: TestApp, token: string, idempotencyKey?: string): Promise<string> {
  const answer = await app.refresh(token, idempotencyKey);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body.refresh_token;
}

onEveryDatabase('refreshing', (kind) => {
  const shared = share((atTheEnd) => startApp(kind, { atTheEnd }));

  async function signedIn(environment = {}) {
    const app = await startApp(kind, { environment });
    await app.register();
    return { app, token: (await app.login()).refresh_token };
  }

  test('the current token gives a new pair and both lifespans anew', async () => {
    const { app, token } = await signedIn();
    app.clock.advance(100);
    const answer = await app.refresh(token);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
      refresh_token: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ) as string,
      token_type: 'Bearer',
      expires_in: 30,
      refresh_expires_in: 2_592_000,
    });
    expect(answer.body.refresh_token).not.toBe(token);
    expect((await app.get('/api/me/', answer.body.access_token)).status).toBe(200);
  });

  test('a superseded token within the grace leads to the current one, and changes nothing', async () => {
    const { app, token } = await signedIn();
    const successor = await rotate(app, token);
    app.clock.advance(9);
    const late = await app.refresh(token);
    expect(late.body.refresh_token).toBe(successor);
    expect(late.body.refresh_expires_in).toBeLessThanOrEqual(2_592_000 - 9);
    app.clock.advance(2);
    // Neither the grace nor the lifetime was renewed by the replay.
    expectProblem(await app.refresh(token), 401, 'refresh_token_reused');
  });

  test('every token of a burst has the grace of its own rotation', async () => {
    const { app, token: first } = await signedIn();
    const second = await rotate(app, first);
    app.clock.advance(8);
    const third = await rotate(app, second);
    app.clock.advance(1);
    const fourth = await rotate(app, third);
    app.clock.advance(6);
    // The second was superseded 7 seconds ago, the first 15 seconds ago.
    expect(await rotate(app, second)).toBe(fourth);
    expectProblem(await app.refresh(first), 401, 'refresh_token_reused');
  });

  test('a superseded token after the grace ends the session, and the current token dies too', async () => {
    const { app, token } = await signedIn();
    const current = await rotate(app, token);
    app.clock.advance(11);
    expectProblem(await app.refresh(token), 401, 'refresh_token_reused');
    expectProblem(await app.refresh(current), 401, 'session_ended', 'reuse');
    expectProblem(await app.refresh(token), 401, 'session_ended', 'reuse');
  });

  test('a late retry with the same Idempotency-Key is answered as in the grace', async () => {
    const { app, token } = await signedIn();
    const key = 'a-key-of-at-least-16-characters';
    const successor = await rotate(app, token, key);
    app.clock.advance(3_600);
    expect(await rotate(app, token, key)).toBe(successor);
    expect(await rotate(app, token, key)).toBe(successor);
  });

  test('a late retry with another Idempotency-Key, or none, is reuse', async () => {
    for (const other of ['another-key-of-16-or-more', undefined]) {
      const { app, token } = await signedIn();
      await rotate(app, token, 'a-key-of-at-least-16-characters');
      app.clock.advance(3_600);
      expectProblem(await app.refresh(token, other), 401, 'refresh_token_reused');
    }
  });

  test('once its successor was presented, a late retry is reuse even with its Idempotency-Key', async () => {
    const { app, token } = await signedIn();
    const key = 'a-key-of-at-least-16-characters';
    const successor = await rotate(app, token, key);
    await rotate(app, successor, 'the-key-of-the-next-request');
    app.clock.advance(3_600);
    expectProblem(await app.refresh(token, key), 401, 'refresh_token_reused');
  });

  test('a token newer than the row is accepted, and the row catches up', async () => {
    const { app, token } = await signedIn();
    const second = await rotate(app, token);
    const third = await rotate(app, second);
    await app.service.database.kysely.updateTable('sessions').set({ generation: 0, rotated_at: 0 }).execute();
    const fourth = await rotate(app, third);
    expect(await rotate(app, fourth)).not.toBe(fourth);
    const { generation } = await app.service.database.kysely
      .selectFrom('sessions')
      .select('generation')
      .executeTakeFirstOrThrow();
    expect(generation).toBe(4);
  });

  test('after lost writes, a token that was superseded in the lost part still has its grace', async () => {
    const { app, token } = await signedIn();
    const second = await rotate(app, token);
    const third = await rotate(app, second);
    await app.service.database.kysely.updateTable('sessions').set({ generation: 0, rotated_at: 0 }).execute();
    const fourth = await rotate(app, third);
    expect(await rotate(app, second)).toBe(fourth);
    expect(await rotate(app, token)).toBe(fourth);
  });

  test('tokens of an ended session say why it ended', async () => {
    const { app, token } = await signedIn();
    const current = await rotate(app, token);
    await app.logout(current);
    expectProblem(await app.refresh(current), 401, 'session_ended', 'logout');
    expectProblem(await app.refresh(token), 401, 'session_ended', 'logout');
  });

  test('an expired token says so, and later it is unknown', async () => {
    const { app, token } = await signedIn({ REFRESH_TOKEN_LIFETIME: '1h' });
    app.clock.advance(3_601);
    expectProblem(await app.refresh(token), 401, 'refresh_token_expired', 'expired');
    app.clock.advance(3_601);
    expectProblem(await app.refresh(token), 401, 'refresh_token_unknown');
  });

  test('a session that ended longer ago than a refresh lifetime is unknown', async () => {
    const { app, token } = await signedIn({ REFRESH_TOKEN_LIFETIME: '1h' });
    await app.logout(token);
    app.clock.advance(3_500);
    expectProblem(await app.refresh(token), 401, 'session_ended', 'logout');
    app.clock.advance(200);
    expectProblem(await app.refresh(token), 401, 'refresh_token_unknown');
  });

  test('a session cannot be refreshed past its absolute lifetime', async () => {
    const { app, token } = await signedIn({ SESSION_ABSOLUTE_LIFETIME: '2h', REFRESH_TOKEN_LIFETIME: '90m' });
    app.clock.advance(3_600);
    const answer = await app.refresh(token);
    expect(answer.body.refresh_expires_in).toBeGreaterThan(3_590);
    expect(answer.body.refresh_expires_in).toBeLessThanOrEqual(3_600);
    app.clock.advance(3_600);
    expectProblem(await app.refresh(answer.body.refresh_token), 401, 'refresh_token_expired');
  });

  test('a forged token is unknown and ends nothing, whichever part of it is forged', async () => {
    const { app, token } = await signedIn();
    const flip = (at: number): string => {
      const other = token[at] === '0' ? '1' : '0';
      return token.slice(0, at) + other + token.slice(at + 1);
    };
    for (const at of [0, 7, 12, 15, 17, 20, 22, 24, 35]) {
      expectProblem(await app.refresh(flip(at)), 401, 'refresh_token_unknown');
    }
    await rotate(app, token);
  });

  test('a UUID of any version and case is well-formed', async () => {
    const { app, token } = await signedIn();
    expectProblem(await app.refresh('01890a5d-ac96-774b-bcce-b302099a8057'), 401, 'refresh_token_unknown');
    expectProblem(await app.refresh('00000000-0000-0000-0000-000000000000'), 401, 'refresh_token_unknown');
    await rotate(app, token.toUpperCase());
  });

  test.each([
    ['a UUID without hyphens', '123e4567e89b42d3a456426614174000'],
    ['a UUID in braces', '{123e4567-e89b-42d3-a456-426614174000}'],
    ['text', 'nonsense'],
    ['an empty text', ''],
    ['a number', 5],
    ['null', null],
    ['a list', ['123e4567-e89b-42d3-a456-426614174000']],
    ['nothing', undefined],
  ])('%s is a bad request that names the field', async (_name, token) => {
    const app = shared();
    const answer = await app.post('/api/refresh/', { refresh_token: token });
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors['refresh_token']).toHaveLength(1);
  });

  test.each(['too-short', 'x'.repeat(65), 'with spaces in it 123'])(
    'the Idempotency-Key %s is a bad request',
    async (key) => {
      const { app, token } = await signedIn();
      const answer = await app.refresh(token, key);
      expectProblem(answer, 400, 'invalid_request');
      expect(answer.body.errors['Idempotency-Key']).toHaveLength(1);
      await rotate(app, token);
    },
  );

  test('50 callers who race with one token all get the same successor, and the generation moves by one', async () => {
    const { app, token } = await signedIn();
    const answers = await Promise.all(Array.from({ length: 50 }, () => app.refresh(token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
    const rows = await app.service.database.kysely.selectFrom('sessions').select('generation').execute();
    expect(rows).toEqual([{ generation: 1 }]);
  });

  test('a session stays one row however often it is refreshed', async () => {
    const { app, token } = await signedIn();
    let current = token;
    for (let i = 0; i < 40; i += 1) current = await rotate(app, current);
    const rows = await app.service.database.kysely.selectFrom('sessions').select('generation').execute();
    expect(rows).toEqual([{ generation: 40 }]);
  });

  test('two logins are two sessions: ending one leaves the other', async () => {
    const { app, token } = await signedIn();
    const other = (await app.login()).refresh_token;
    await app.logout(token);
    expectProblem(await app.refresh(token), 401, 'session_ended', 'logout');
    await rotate(app, other);
  });

  test('a change of the refresh lifetime holds for tokens issued after it', async () => {
    const { app, token } = await signedIn({ REFRESH_TOKEN_LIFETIME: '1h' });
    const restarted = await app.another({ environment: { REFRESH_TOKEN_LIFETIME: '2h' } });
    const answer = await restarted.refresh(token);
    expect(answer.body.refresh_expires_in).toBe(7_200);
  });

  test('a clock that steps by an hour, forth or back, ends no session', async () => {
    const { app, token } = await signedIn();
    const second = await rotate(app, token);
    app.clock.advance(-3_600);
    const third = await rotate(app, second);
    app.clock.advance(7_200);
    await rotate(app, third);
  });

  test('a stale Authorization header does not matter', async () => {
    const { app, token } = await signedIn();
    const answer = await app.post(
      '/api/refresh/',
      { refresh_token: token },
      { authorization: 'Bearer nonsense' },
    );
    expect(answer.status).toBe(200);
  });
});
