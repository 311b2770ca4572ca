import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { as, asStaff, asUser, start, tokenWith } from './support/start.ts';

const sample = { home: 'Harbour', away: 'Hill', seed: 'derby' };

test.each(['/games', '/games/1', '/games/1/score?at=0', '/games/no-number', '/games/99'])(
  'GET %s tells nothing without a good access token',
  async (url) => {
    const app = start([sample]);
    const long = Math.floor(Date.now() / 1_000) - 60;
    for (const token of [
      undefined,
      'x',
      tokenWith({ exp: long }),
      tokenWith({ iss: 'https://other.example' }),
    ]) {
      const { status, body } = await as(app, token)('GET', url);
      expect([status, Object.keys(body as object)]).toEqual([
        401,
        ['type', 'title', 'status', 'detail', 'code'],
      ]);
    }
  },
);

test('games are added by staff alone, and nobody else is listened to', async () => {
  const app = start();
  expect(await as(app, undefined)('POST', '/games', sample)).toMatchObject({ status: 401 });
  expect(await asUser(app)('POST', '/games', sample)).toMatchObject({
    status: 403,
    body: { code: 'forbidden' },
  });
  // Not even about the body.
  expect(await asUser(app)('POST', '/games', 'x'.repeat(5_000_000))).toMatchObject({ status: 403 });
  const yes = as(app, tokenWith({ is_staff: 'yes' }));
  expect(await yes('POST', '/games', sample)).toMatchObject({ status: 401 });
  expect(await asStaff(app)('POST', '/games', sample)).toMatchObject({ status: 201, body: { id: 1 } });
  expect(await asUser(app)('GET', '/games')).toMatchObject({ body: { games: [{ id: 1, home: 'Harbour' }] } });
});

test('the page may run its own files and talk to this service and to Latchkey, nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'scoreboard-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'index.html'), '<!doctype html>');
  const answer = await start([], folder).inject('/');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' https://auth.example.com; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});
