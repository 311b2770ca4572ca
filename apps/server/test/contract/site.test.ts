import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { share, type AtTheEnd } from '../support/share.ts';

const page = '<!doctype html><title>A site</title>';
const script = 'console.log(1);';

/** The server with a small built site at /admin/. */
async function startWithSite(atTheEnd: AtTheEnd): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-site-'));
  atTheEnd(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, 'assets/index-1a2b3c.js'), script);
  await writeFile(join(folder, 'assets/index-1a2b3c.js.gz'), 'compressed');
  await writeFile(join(folder, '.built-from'), 'a fingerprint');
  return startApp('SQLite', { sites: [{ path: '/admin/', folder }], atTheEnd });
}

const shared = share(startWithSite);

describe('a built site', () => {
  test.each(['/admin/', '/admin/index.html', '/admin/accounts', '/admin/accounts/5/show?tab=audit'])(
    '%s is its page, whose router decides what it shows',
    async (path) => {
      const app = shared();
      const answer = await app.get(path);
      expect(answer).toMatchObject({ status: 200, text: page });
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    },
  );

  test('/admin leads to /admin/ and keeps the query', async () => {
    const app = shared();
    const { status, headers } = await app.get('/admin?from=mail');
    expect([status, headers.location]).toEqual([308, '/admin/?from=mail']);
    expect((await app.get('/admin')).headers.location).toBe('/admin/');
  });

  test('its page may run its own files and nothing else, and no frame may hold it', async () => {
    const { headers } = await shared().get('/admin/');
    const policy = String(headers['content-security-policy']);
    expect(policy.split('; ')).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'"]));
    const hashOfNothing = createHash('sha256').digest('base64');
    expect(policy).toContain(`; style-src 'self' 'sha256-${hashOfNothing}';`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
  });

  test('a browser asks for the page each time, and never again for a file with a hash in its name', async () => {
    const app = shared();
    const { headers } = await app.get('/admin/');
    expect(headers['cache-control']).toBe('no-cache');
    const again = await app.send('GET', '/admin/', { headers: { 'if-none-match': headers.etag } });
    expect(again.status).toBe(304);
    const asset = await app.get('/admin/assets/index-1a2b3c.js');
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(asset.headers['content-type']).toMatch('javascript');
    expect(asset.headers['x-content-type-options']).toBe('nosniff');
  });

  test('a file that was compressed when it was built is sent so, to who can read it', async () => {
    const app = shared();
    const path = '/admin/assets/index-1a2b3c.js';
    const answer = await app.send('GET', path, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: expect.stringMatching(/accept-encoding/i) as string,
    });
    expect(answer.text).toBe('compressed');
    expect((await app.get(path)).text).toBe(script);
  });

  test.each(['/admin/assets/gone-1a2b3c.js', '/admin/nothing.png', '/admin/.built-from', '/administration'])(
    '%s is not there',
    async (path) => {
      const app = shared();
      expectProblem(await app.get(path), 404, 'not_found');
    },
  );

  test.each(['/admin/../package.json', '/admin/..%2fpackage.json', '/admin/assets/..%2f..%2fpackage.json'])(
    '%s does not lead out of its folder',
    async (path) => {
      const app = shared();
      expect([400, 404]).toContain((await app.get(path)).status);
    },
  );

  test('only reading is known', async () => {
    const app = shared();
    const answer = await app.post('/admin/accounts', {});
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  test('a site that was not built says how to build it, and the API works', async () => {
    const app = await startApp('SQLite', { sites: [{ path: '/admin/', folder: '/nowhere/at/all/' }] });
    const answer = await app.get('/admin/');
    expectProblem(answer, 404, 'not_found');
    expect(answer.body.detail).toContain('npm start');
    expect((await app.get('/health/ready')).status).toBe(200);
  });
});
