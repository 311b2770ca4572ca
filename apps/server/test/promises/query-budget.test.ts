import { expect, test } from 'vitest';
import { startApp } from '../support/app.ts';
import { attemptLogin, fewAttempts, stranger } from '../support/attempts.ts';
import { countStatements } from '../support/count-statements.ts';
import { onEveryDatabase } from '../support/databases.ts';

onEveryDatabase('the query budget', (kind) => {
  async function counted(environment = {}) {
    // Before the service opens its database, so that what it prepares at the start is counted as well.
    const { seen } = countStatements(kind);
    const app = await startApp(kind, { environment });
    await app.register();
    const pair = await app.login();
    expect(seen.length, 'the counter counts').toBeGreaterThan(5);
    const during = async (work: () => Promise<unknown>): Promise<string[]> => {
      const before = seen.length;
      await work();
      return seen.slice(before);
    };
    return { app, pair, during };
  }

  test('the authenticator makes no query, whatever the token', async () => {
    const { app, pair, during } = await counted();
    for (const token of [undefined, 'nonsense', `${pair.access_token}x`]) {
      expect(await during(() => app.get('/api/me/', token))).toEqual([]);
    }
    app.clock.advance(31);
    expect(await during(() => app.get('/api/me/', pair.access_token))).toEqual([]);
  });

  test('GET me makes one', async () => {
    const { app, pair, during } = await counted();
    expect(await during(() => app.get('/api/me/', pair.access_token))).toHaveLength(1);
  });

  test('a refresh makes two: a read and a write', async () => {
    const { app, pair, during } = await counted();
    const statements = await during(() => app.refresh(pair.refresh_token));
    expect(statements).toHaveLength(2);
    expect(statements[0]).toMatch(/^select/);
    expect(statements[1]).toMatch(/update sessions/);
  });

  test('a replay makes one, and writes nothing', async () => {
    const { app, pair, during } = await counted();
    await app.refresh(pair.refresh_token);
    const statements = await during(() => app.refresh(pair.refresh_token));
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatch(/^select/);
  });

  test('a token that cannot be ours by its form makes none', async () => {
    const { app, during } = await counted();
    expect(await during(() => app.refresh('01890a5d-ac96-774b-bcce-b302099a8057'))).toEqual([]);
  });

  test('50 racing refreshes of one token make one write, and at most a read each', async () => {
    const { app, pair, during } = await counted();
    const race = () => Promise.all(Array.from({ length: 50 }, () => app.refresh(pair.refresh_token)));
    const statements = await during(race);
    expect(statements.filter((sql) => /update sessions/.test(sql))).toHaveLength(1);
    expect(statements.length).toBeLessThanOrEqual(51);
  });

  test('a login that succeeds makes one read for the limits, and writes nothing for them', async () => {
    const { app, during } = await counted();
    const statements = await during(() => app.login());
    const forLimits = statements.filter((sql) => /attempts/.test(sql));
    expect(forLimits).toHaveLength(1);
    expect(forLimits[0]).toMatch(/^select/);
  });

  test('an unknown address costs a login as many statements as a known one, refused or not', async () => {
    const { app, during } = await counted({ ...fewAttempts, LOGIN_FAILURES_PER_ACCOUNT: '2' });
    const shape = (sql: string): string => sql.replace(/\s+/g, ' ');
    const guess = async (email: string): Promise<string[]> =>
      (await during(() => attemptLogin(app, stranger, { email }))).map(shape);
    for (const status of ['wrong', 'wrong', 'refused and reported', 'refused', 'refused']) {
      const known = await guess('user@example.com');
      expect(await guess('nobody@example.com'), status).toEqual(known);
      if (status === 'refused') expect(known.filter((sql) => !sql.startsWith('select'))).toEqual([]);
    }
  });

  test('changing the own account asks for the session once', async () => {
    const { app, pair, during } = await counted();
    const statements = await during(() => app.put('/api/me/', { username: 'x' }, pair.access_token));
    expect(statements.filter((sql) => /sessions/.test(sql))).toHaveLength(1);
    expect(statements, 'the caller, the account, the change, its audit entry, the answer').toHaveLength(5);
  });
});
