import { expect, test } from 'vitest';
import type { Trx } from '../../src/db/database.ts';
import { closeFormerTokens, closeWindows } from '../../src/features/former-tokens/index.ts';
import { endSessionsOf } from '../../src/features/sessions/index.ts';
import { fromCommandLine } from '../../src/lib/origin.ts';
import type { TestApp } from '../support/app.ts';
import { bearer, type Answer } from '../support/client.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { importTokens } from '../support/django/django.ts';
import { liveSessions, pick, startMoved } from '../support/django/moving.ts';
import { pause } from '../support/eventually.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { operate } from '../support/operate.ts';

onEveryDatabase('racing on tokens of the former system', (kind) => {
  async function startNodes() {
    const moved = await startMoved(kind);
    return { ...moved, nodes: [moved.app, await moved.app.another()] as const };
  }

  test.each(['table', 'simplejwt'])(
    '50 callers on two nodes with one: one session, one pair (%s)',
    async (of) => {
      const { app, nodes, tokensOf } = await startNodes();
      const [, token] = pick(tokensOf('ann'), of);
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) => nodes[i % 2 === 0 ? 0 : 1].refresh(token)),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
      expect(await liveSessions(app)).toHaveLength(1);
      const { generation } = await app.service.database.kysely
        .selectFrom('sessions')
        .select('generation')
        .executeTakeFirstOrThrow();
      expect(generation).toBe(0);
    },
  );

  const ends: [what: string, end: (app: TestApp, access: string) => Promise<unknown>, survivors: number][] = [
    ['the end of all sessions of the account', (app) => operate(app).endSessionsOf(1), 0],
    [
      'the end of everybody’s sessions',
      (app) => app.service.services.sessionAdministration.endEverySession(fromCommandLine),
      0,
    ],
    ['a new password', (app) => operate(app).resetPassword('ann@example.com', 'a wholly different one'), 0],
    ['the account switched off', (app) => operate(app).setActive('ann@example.com', false), 0],
    [
      'the owner who signs out everywhere else',
      (app, access) => app.send('DELETE', '/api/me/sessions/', { headers: bearer(access) }),
      1,
    ],
  ];

  test.each(ends)(
    '%s: whatever was exchanged before is over, the rest never begins',
    async (_what, end, survivors) => {
      const { app, nodes, mint, tokensOf } = await startNodes();
      const [, own] = pick(tokensOf('ann'), 'table');
      const { access_token } = (await app.refresh(own)).body;
      const tokens = Array.from({ length: 24 }, () => mint());
      const refreshes = tokens.map((token, i) => nodes[i % 2 === 0 ? 0 : 1].refresh(token));
      const [answers] = await Promise.all([Promise.all(refreshes), end(nodes[1], access_token)]);
      for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 401, 'session_ended');
      const late = await Promise.all(successors(answers).map((token) => app.refresh(token)));
      for (const answer of late) expectProblem(answer, 401, 'session_ended');
      for (const token of tokens) expectProblem(await app.refresh(token), 401, 'session_ended');
      expect(await liveSessions(app)).toHaveLength(survivors);
    },
  );

  test('a window that is closed: none begins once that was answered, and those that began go on', async () => {
    const { app, nodes, mint } = await startNodes();
    const tokens = Array.from({ length: 24 }, () => mint());
    const refreshes = tokens.map((token, i) => nodes[i % 2 === 0 ? 0 : 1].refresh(token));
    const { database, clock } = { ...app.service, clock: app.clock };
    let isClosed = false;
    const close = closeFormerTokens({ database, clock }, fromCommandLine).then(() => (isClosed = true));
    const [answers] = await Promise.all([Promise.all(refreshes), close]);
    expect(isClosed).toBe(true);
    const begun = successors(answers);
    expect(await liveSessions(app)).toHaveLength(begun.length);
    expectProblem(await app.refresh(mint()), 401, 'session_ended', 'admin');
    for (const token of begun) expect((await app.refresh(token)).status).toBe(200);
  });

  test.each<[what: string, work: (trx: Trx, now: number) => Promise<unknown>, reason: string]>([
    ['the window', (trx, now) => closeWindows(trx, 'admin', fromCommandLine, now), 'admin'],
    ['all sessions of the account', (trx, now) => endSessionsOf(trx, 1, 'logout', now), 'logout'],
  ])('an exchange waits for whoever is just ending %s', async (_what, work, reason) => {
    const { app, mint, tokensOf } = await startNodes();
    const tokens = [mint(), ...tokensOf('ann').map(([, token]) => token)];
    let answers: Promise<Answer[]> | undefined;
    await app.service.database.kysely.transaction().execute(async (trx) => {
      await work(trx, app.clock.now());
      answers = Promise.all(tokens.map((token) => app.refresh(token)));
      // Long enough to be answered, if nothing held it up.
      await pause(500);
    });
    for (const answer of (await answers) ?? []) expectProblem(answer, 401, 'session_ended', reason);
    expect(await liveSessions(app)).toEqual([]);
  });

  test('a logout: after it was answered nothing keeps the session alive', async () => {
    const { app, nodes, mint } = await startNodes();
    const tokens = Array.from({ length: 24 }, () => mint());
    const answers = await Promise.all(
      tokens.map(async (token) => (await Promise.all([nodes[0].refresh(token), nodes[1].logout(token)]))[0]),
    );
    for (const token of [...tokens, ...successors(answers)])
      expectProblem(await app.refresh(token), 401, 'session_ended', 'logout');
    expect(await liveSessions(app)).toEqual([]);
  });

  test('two imports at once: what the later one has seen counts', async () => {
    const { app, source, mint, tokensOf } = await startNodes();
    app.clock.advance(10);
    await importTokens(app, source);
    // The one that began before ends now.
    app.clock.advance(-5);
    await importTokens(app, source);
    app.clock.advance(5);
    for (const [, token] of tokensOf('ann')) expect((await app.refresh(token)).status).toBe(200);
    expect((await app.refresh(mint())).status).toBe(200);
  });

  test('another import: it neither fails nor is in the way', async () => {
    const { app, nodes, source, mint, tokensOf } = await startNodes();
    const tokens = [...tokensOf('ann'), ...tokensOf('bob')].map(([, token]) => token);
    const all = [...tokens, ...Array.from({ length: 20 }, () => mint())];
    const [answers] = await Promise.all([
      Promise.all(all.map((token, i) => nodes[i % 2 === 0 ? 0 : 1].refresh(token))),
      importTokens(nodes[1], source),
      importTokens(nodes[0], source),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(all.map(() => 200));
    expect(await liveSessions(app)).toHaveLength(all.length);
  });
});

function successors(answers: readonly Answer[]): string[] {
  return answers.filter(({ status }) => status === 200).map(({ body }) => body.refresh_token);
}
