import { expect } from 'vitest';
import type { FormerTokensGiven } from '../../../src/features/former-tokens/import/import-former-tokens.ts';
import { createTestClock, startApp } from '../app.ts';
import type { DatabaseKind } from '../databases.ts';
import { expectProblem } from '../expect-problem.ts';
import { importTokens, insertAccounts, type DjangoDatabase } from './django.ts';

/** Moves in from a database that Django has made, and presents everything that its clients hold. */
export async function followMove(
  kind: DatabaseKind,
  { url, django }: { readonly url: string; readonly django: DjangoDatabase },
  simpleJwt?: FormerTokensGiven['simpleJwt'],
): Promise<void> {
  const clock = createTestClock();
  clock.advance((django.made_at - clock.now()) / 1_000 + 60);
  const app = await startApp(kind, { clock });
  await insertAccounts(app, django);
  const source = { url, django, run: () => Promise.reject(new Error('it is only read')) };
  const { accounts, refreshTokens, blacklist } = await importTokens(app, source, {
    ...(simpleJwt && { simpleJwt }),
  });
  expect(accounts).toEqual({ read: 6, taken: 2, gone: 0, leftOut: { staff: 2, disabled: 1, unknown: 1 } });
  expect(refreshTokens).toEqual({
    read: 7 + django.many.length,
    taken: 2 + django.many.length,
    gone: 0,
    leftOut: { expired: 1, staff: 2, disabled: 1, unknown: 1 },
  });
  // One that was blacklisted by itself, and two that were rotated, one of them without an owner.
  expect(blacklist).toEqual({ read: 3, taken: 3, gone: 0, leftOut: {} });

  const idOf = Object.fromEntries(django.users.map(({ name, id }) => [name, id]));
  for (const [tokens, name] of [
    [django.table, 'ann'],
    [django.table, 'bob'],
    [django.signed, 'ann'],
    [django.signed, 'bob'],
    [django.signed, 'bob, from rotation'],
  ] as const) {
    const answer = await app.refresh(tokens[name] ?? '');
    expect(answer.status, name).toBe(200);
    const me = await app.get('/api/me/', answer.body.access_token);
    expect(me.body.id).toBe(idOf[name.slice(0, 3)]);
    expect((await app.refresh(answer.body.refresh_token)).status, 'its successor').toBe(200);
  }
  for (const name of ['ann, blacklisted', 'bob, rotated', 'bob, rotated again']) {
    expectProblem(await app.refresh(django.signed[name] ?? ''), 401, 'session_ended', 'logout');
  }
  for (const name of ['staff', 'superuser', 'disabled', 'stranger']) {
    expectProblem(await app.refresh(django.table[name] ?? ''), 401, 'refresh_token_unknown');
    expectProblem(await app.refresh(django.signed[name] ?? ''), 401, 'refresh_token_unknown');
  }
  expectProblem(await app.refresh(django.table['ann, expired'] ?? ''), 401, 'refresh_token_unknown');
  expectProblem(await app.refresh(django.signed['ann, expired'] ?? ''), 401, 'refresh_token_expired');
  expectProblem(await app.refresh(django.signed['ann, access'] ?? ''), 401, 'refresh_token_unknown');
}
