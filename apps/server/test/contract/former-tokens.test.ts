import { expect, test } from 'vitest';
import { clearFormerTokens, closeFormerTokens } from '../../src/features/former-tokens/index.ts';
import { fromCommandLine } from '../../src/lib/origin.ts';
import { publicUrl, startApp, type TestApp } from '../support/app.ts';
import { countStatements } from '../support/count-statements.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { day, importTokens, look, openFixture } from '../support/django/django.ts';
import { followMove } from '../support/django/follow-move.ts';
import {
  everything,
  jtiOf,
  liveSessions,
  pick,
  startBesideDjango,
  startMoved,
} from '../support/django/moving.ts';
import { expectFields, expectProblem } from '../support/expect-problem.ts';
import { signHs256 } from '../support/tokens.ts';

const kinds = ['table', 'simplejwt'] as const;
const lifetime = 30 * day;

onEveryDatabase('a refresh token of the former system', (kind) => {
  test('keeps its owner signed in, and nobody else: everything that clients of a real Django hold', async () => {
    await followMove(kind, await openFixture(kind));
  });

  test.each(kinds)('begins one session, like a login (%s)', async (of) => {
    const { app, tokensOf } = await startMoved(kind);
    const [, token] = pick(tokensOf('ann'), of);
    const headers = { 'user-agent': 'An app from before' };
    const answer = await app.post('/api/refresh/', { refresh_token: token }, headers);
    expect(answer.body).toEqual({
      access_token: expect.any(String) as string,
      refresh_token: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      token_type: 'Bearer',
      expires_in: 30,
      refresh_expires_in: lifetime,
    });
    const { body } = await app.get('/api/me/sessions/', answer.body.access_token);
    expect(body.items).toMatchObject([{ device: 'An app from before', address: '127.0.0.1', current: true }]);
    const events = await app.service.database.kysely.selectFrom('audit_events').selectAll().execute();
    const exchange = events.filter(({ event }) => event === 'login.exchanged');
    expect(exchange).toMatchObject([{ account_id: 1, session_id: body.items[0]?.id, address: '127.0.0.1' }]);
    app.clock.advance(3_600);
    expect((await app.refresh(answer.body.refresh_token)).status).toBe(200);
  });

  test.each(kinds)('leads to the current token within the grace, and writes nothing (%s)', async (of) => {
    const { app, tokensOf } = await startMoved(kind);
    const [, token] = pick(tokensOf('ann'), of);
    const first = (await app.refresh(token)).body.refresh_token;
    app.clock.advance(4);
    expect((await app.refresh(token)).body.refresh_token).toBe(first);
    const second = (await app.refresh(first)).body.refresh_token;
    app.clock.advance(5);
    const before = await everything(app);
    expect((await app.refresh(token)).body.refresh_token).toBe(second);
    expect(await everything(app)).toEqual(before);
    expect(await liveSessions(app)).toHaveLength(1);
  });

  test.each(kinds)(
    'is reuse after the grace: the session is over, the current token too (%s)',
    async (of) => {
      const { app, tokensOf } = await startMoved(kind);
      const [, token] = pick(tokensOf('ann'), of);
      const first = (await app.refresh(token)).body.refresh_token;
      const second = (await app.refresh(first)).body.refresh_token;
      app.clock.advance(11);
      expectProblem(await app.refresh(token), 401, 'refresh_token_reused', 'reuse');
      expectProblem(await app.refresh(second), 401, 'session_ended', 'reuse');
      expectProblem(await app.refresh(token), 401, 'session_ended', 'reuse');
      expect(await liveSessions(app)).toEqual([]);
    },
  );

  test.each(kinds)(
    'has a late retry by its Idempotency-Key, until the first token was used (%s)',
    async (of) => {
      const { app, tokensOf } = await startMoved(kind);
      const key = 'a-key-of-at-least-16-characters';
      const [, token] = pick(tokensOf('ann'), of);
      const first = (await app.refresh(token, key)).body.refresh_token;
      app.clock.advance(3_600);
      expect((await app.refresh(token, key)).body.refresh_token).toBe(first);
      await app.refresh(first);
      app.clock.advance(11);
      expectProblem(await app.refresh(token, key), 401, 'refresh_token_reused');

      const [, other] = pick(tokensOf('bob'), of);
      await app.refresh(other, key);
      app.clock.advance(11);
      expectProblem(await app.refresh(other, 'another-key-of-16-or-more'), 401, 'refresh_token_reused');
    },
  );

  test.each(kinds)('is ended by a logout, before the exchange and after it (%s)', async (of) => {
    const { app, tokensOf } = await startMoved(kind);
    const [, unused] = pick(tokensOf('ann'), of);
    const [, used] = pick(tokensOf('bob'), of);
    const goodbye = { success: 'User logged out.' };
    expect(await app.logout(unused)).toMatchObject({ status: 200, body: goodbye });
    expectProblem(await app.refresh(unused), 401, 'session_ended', 'logout');
    expect(await app.logout(unused)).toMatchObject({ status: 200, body: goodbye });
    const { refresh_token } = (await app.refresh(used)).body;
    app.clock.advance(60);
    expect((await app.logout(used)).status).toBe(200);
    expectProblem(await app.refresh(refresh_token), 401, 'session_ended', 'logout');
    expectProblem(await app.refresh(used), 401, 'session_ended', 'logout');
  });

  test.each(kinds)(
    'is over when the window ends, and forgotten a refresh lifetime later (%s)',
    async (of) => {
      const { app, tokensOf } = await startMoved(kind, {}, { seconds: day });
      const [, token] = pick(tokensOf('ann'), of);
      const [, used] = pick(tokensOf('bob'), of);
      const { refresh_token } = (await app.refresh(used)).body;
      app.clock.advance(day + 1);
      expectProblem(await app.refresh(token), 401, 'refresh_token_expired', 'expired');
      // A copy of one that was exchanged is still found out.
      expectProblem(await app.refresh(used), 401, 'refresh_token_reused');
      expectProblem(await app.refresh(refresh_token), 401, 'session_ended', 'reuse');
      app.clock.advance(lifetime);
      expectProblem(await app.refresh(token), 401, 'refresh_token_unknown');
      await clearAll(app);
      const answer = await app.refresh(token);
      if (of === 'table') expectProblem(answer, 401, 'refresh_token_unknown');
      else expectFields(answer, 'refresh_token');
      expect(await everything(app)).toMatchObject({ windows: [], holders: [], tokens: [] });
    },
  );

  test('expires when it did there, also within the window', async () => {
    const { app, source } = await startBesideDjango(kind);
    const soon = new Date(app.clock.now() + day * 1_000).toISOString().replace('T', ' ').slice(0, 19);
    await source.run(
      `update accounts_refreshtoken set expires_at = '${soon}${kind === 'SQLite' ? '' : '+00'}'`,
    );
    await importTokens(app, source);
    app.clock.advance(day - 10);
    expect((await app.refresh(source.django.table['ann'] ?? '')).status).toBe(200);
    app.clock.advance(11);
    expectProblem(await app.refresh(source.django.table['bob'] ?? ''), 401, 'refresh_token_expired');
  });

  test('is over on every node once the window is closed, also where that was not noticed yet', async () => {
    const { app, tokensOf } = await startMoved(kind);
    const other = await app.another();
    const { database } = other.service;
    const closed = await closeFormerTokens({ database, clock: app.clock }, fromCommandLine);
    expect(closed.sort()).toEqual(['simplejwt', 'table']);
    for (const looked of [false, true]) {
      if (looked) await look(app);
      for (const [, token] of tokensOf('ann'))
        expectProblem(await app.refresh(token), 401, 'session_ended', 'admin');
    }
    const { windows } = await everything(app);
    expect(
      windows.map(({ sealed_key }) => sealed_key),
      'the key is gone',
    ).toEqual([null, null]);
    expect(await closeFormerTokens({ database, clock: app.clock }, fromCommandLine)).toEqual([]);
  });

  test('makes room among the sessions of an account like a login', async () => {
    const { app, tokensOf } = await startMoved(kind, { SESSIONS_PER_ACCOUNT: '1' });
    const [[, one], [, two]] = tokensOf('ann') as [[string, string], [string, string]];
    const { refresh_token } = (await app.refresh(one)).body;
    app.clock.advance(1);
    expect((await app.refresh(two)).status).toBe(200);
    expectProblem(await app.refresh(refresh_token), 401, 'session_ended', 'limit');
    expect(await liveSessions(app)).toHaveLength(1);
  });

  test('works in any case, and in the cookie', async () => {
    const { app, source } = await startMoved(kind);
    const { table } = source.django;
    expect((await app.refresh((table['ann'] ?? '').toUpperCase())).status).toBe(200);
    const headers = { cookie: `__Host-latchkey_refresh=${table['bob'] ?? ''}`, origin: publicUrl };
    const answer = await app.post('/api/refresh/', {}, headers);
    expect(answer.status).toBe(200);
    expect(answer.body.refresh_token).toBeUndefined();
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^__Host-latchkey_refresh=[0-9a-f-]{36};/);
  });

  test('is told of in what an account exports, without anything of it', async () => {
    const { app, tokensOf } = await startMoved(kind);
    const [, token] = pick(tokensOf('ann'), 'table');
    const { access_token } = (await app.refresh(token)).body;
    const { body } = await app.get('/api/me/export/', access_token);
    expect(body).toMatchObject({
      // Hers, and a signed one that was blacklisted there.
      former_tokens: [
        { exchanged: true, ended_at: null },
        { exchanged: false, ended_at: expect.any(String) as string },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('digest');
  });

  test('is not written anywhere, nor is the key', async () => {
    const { app, source, tokensOf } = await startMoved(kind);
    for (const [, token] of [...tokensOf('ann'), ...tokensOf('bob')]) await app.refresh(token);
    const written = JSON.stringify(await everything(app));
    const { table, signed, secret_key } = source.django;
    const jtis = Object.values(signed).map((token) => jtiOf(token));
    for (const secret of [...Object.values(table), ...Object.values(signed), ...jtis, secret_key]) {
      expect(written).not.toContain(secret);
      expect(written).not.toContain(secret.replaceAll('-', ''));
    }
    expect(written).toContain('digest');
  });
});

onEveryDatabase('where no window is open', (kind) => {
  test('a signed token is no UUID, as ever, and nothing more is asked of the database', async () => {
    const { seen } = countStatements(kind);
    const app = await startApp(kind);
    const token = signHs256({ alg: 'HS256' }, { token_type: 'refresh', user_id: 1 }, 'k'.repeat(40));
    expectFields(await app.refresh(token), 'refresh_token');
    await app.refresh('b5b6c7d8-1234-4abc-9def-0123456789ab');
    expect(seen.filter((sql) => /former_tokens/.test(sql))).toEqual([]);
  });

  test('an honest refresh asks nothing about the former system, within a window either', async () => {
    const { seen } = countStatements(kind);
    const { app, tokensOf } = await startMoved(kind);
    const [, token] = pick(tokensOf('ann'), 'table');
    const { refresh_token } = (await app.refresh(token)).body;
    const before = seen.length;
    await app.refresh(refresh_token);
    expect(seen.slice(before).filter((sql) => /former/.test(sql))).toEqual([]);
    expect(seen.slice(before)).toHaveLength(2);
  });
});

async function clearAll(app: TestApp): Promise<void> {
  for (let wasLast = false; !wasLast;) ({ wasLast } = await clearFormerTokens(app.service.services));
  await look(app);
}
