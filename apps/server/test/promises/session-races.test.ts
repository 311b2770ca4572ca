import { describe, expect, test } from 'vitest';
import pg from 'pg';
import { startApp, type TestApp } from '../support/app.ts';
import { bearer, defaultPassword, type Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { operate } from '../support/operate.ts';

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

async function startSessions(app: TestApp, count: number): Promise<string[]> {
  await app.register();
  const tokens: string[] = [];
  for (let i = 0; i < count; i += 1) tokens.push((await app.login()).refresh_token);
  return tokens;
}

onEveryDatabase('racing on sessions', (kind) => {
  test('two nodes that batch the same sessions in any order never fail a request, and agree', async () => {
    const app = await startApp(kind);
    const nodes = [app, await app.another()];
    let tokens = await startSessions(app, 30);
    for (let round = 0; round < 15; round += 1) {
      const results = await Promise.all(
        nodes.map(async (node) => {
          const byToken = new Map<string, Answer>();
          await Promise.all(
            shuffled(tokens).map(async (token) => byToken.set(token, await node.refresh(token))),
          );
          return byToken;
        }),
      );
      const successors = (token: string): string[] =>
        results.map((answers) => `${answers.get(token)?.status} ${answers.get(token)?.body.refresh_token}`);
      for (const token of tokens) {
        expect(successors(token)[0]).toMatch(/^200 /);
        expect(new Set(successors(token)).size).toBe(1);
      }
      tokens = tokens.map((token) => results[0]?.get(token)?.body.refresh_token ?? '');
    }
    const rows = await app.service.database.kysely.selectFrom('sessions').select('generation').execute();
    expect(rows.map(({ generation }) => generation)).toEqual(Array(30).fill(15));
  });

  test('refreshes beside everything else that ends sessions never fail but by a clear answer', async () => {
    const app = await startApp(kind, { environment: { SESSIONS_PER_ACCOUNT: '12' } });
    const other = await app.another();
    const tokens = await startSessions(app, 12);
    const { access_token } = await app.login();
    const refreshes = [1, 2, 3].flatMap(() => tokens.map((token, i) => (i % 2 ? app : other).refresh(token)));
    const [answers] = await Promise.all([
      Promise.all(refreshes),
      Promise.all([1, 2, 3, 4].map(() => other.login())),
      app.send('DELETE', '/api/me/sessions/', { headers: bearer(access_token) }),
      operate(other).endSessionsOf(1),
    ]);
    for (const answer of answers) {
      if (answer.status !== 200) expectProblem(answer, 401, 'session_ended');
    }
  });

  test('after a logout was answered, no racing refresh has kept the session alive', async () => {
    const app = await startApp(kind);
    const tokens = await startSessions(app, 10);
    const results = await Promise.all(
      tokens.map(async (token) => {
        const [refreshed] = await Promise.all([app.refresh(token), app.logout(token)]);
        return { token, successor: refreshed.status === 200 ? refreshed.body.refresh_token : token };
      }),
    );
    for (const { token, successor } of results) {
      expectProblem(await app.refresh(token), 401, 'session_ended', 'logout');
      expectProblem(await app.refresh(successor), 401, 'session_ended', 'logout');
    }
  });

  test('different tokens of one session in one batch are decided one after the other', async () => {
    const app = await startApp(kind);
    const [first = ''] = await startSessions(app, 1);
    const second = (await app.refresh(first)).body.refresh_token;
    const answers = await Promise.all([
      app.refresh(second),
      app.refresh(first),
      app.refresh(second),
      app.refresh(first),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBeLessThanOrEqual(2);
    const rows = await app.service.database.kysely.selectFrom('sessions').select('generation').execute();
    expect(rows).toEqual([{ generation: 2 }]);
  });

  test('reuse in a batch ends the session for the requests behind it as well', async () => {
    const app = await startApp(kind);
    const [first = ''] = await startSessions(app, 1);
    const second = (await app.refresh(first)).body.refresh_token;
    app.clock.advance(60);
    const [reused, later] = await Promise.all([app.refresh(first), app.refresh(second)]);
    expectProblem(reused, 401, 'refresh_token_reused');
    if (later.status === 200)
      expectProblem(await app.refresh(later.body.refresh_token), 401, 'session_ended', 'reuse');
    else expectProblem(later, 401, 'session_ended', 'reuse');
  });

  test('of two admins who delete themselves at once one stays', async () => {
    const environment = { ADMIN_EMAIL: 'a@example.com', ADMIN_PASSWORD: defaultPassword };
    const app = await startApp(kind, { environment });
    const other = await app.another({ environment: { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined } });
    await app.register('b@example.com');
    await operate(app).promote('b@example.com');
    const tokens = [
      (await app.login('a@example.com')).access_token,
      (await app.login('b@example.com')).access_token,
    ];
    const answers = await Promise.all(
      [app, other].map((node, i) =>
        node.send('DELETE', '/api/me/', {
          body: { current_password: defaultPassword },
          headers: bearer(tokens[i] ?? ''),
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 403]);
  });

  test('of two accounts that take one address at once one gets it', async () => {
    const app = await startApp(kind);
    await app.register('a@example.com');
    await app.register('b@example.com');
    const tokens = [
      (await app.login('a@example.com')).access_token,
      (await app.login('b@example.com')).access_token,
    ];
    const answers = await Promise.all(
      tokens.map((token) => app.put('/api/me/', { email: 'c@example.com' }, token)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });
});

describe('a session that somebody else has locked', () => {
  test('keeps no other session waiting, and is served when it is free', async () => {
    const app = await startApp('PostgreSQL');
    const tokens = await startSessions(app, 8);
    const client = new pg.Client({ connectionString: app.database.url });
    await client.connect();
    await client.query('begin');
    await client.query('select selector from sessions order by selector limit 1 for update');

    let served = 0;
    const answers = tokens.map(async (token) => {
      const answer = await app.refresh(token);
      served += 1;
      return answer;
    });
    await expect.poll(() => served, { timeout: 3_000 }).toBe(7);
    await client.query('commit');
    await client.end();
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200);
  });
});
