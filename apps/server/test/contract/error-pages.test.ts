import { describe, expect, test } from 'vitest';
import { problems } from '../../src/http/problems.ts';
import { publicUrl, startApp } from '../support/app.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { acceptOfBrowsers, openPage } from '../support/open-page.ts';
import { share } from '../support/share.ts';

const shared = share((atTheEnd) => startApp('SQLite', { atTheEnd }));

describe('the pages about errors', () => {
  test('the type of an answer is the address of a page that says what it means, what to do and who answers so', async () => {
    const app = shared();
    const answer = await app.post('/api/refresh/', { refresh_token: '00000000-0000-4000-8000-000000000000' });
    const { type, code } = answer.body as unknown as { type: string; code: keyof typeof problems };
    expect(type.startsWith(`${publicUrl}/`)).toBe(true);
    const { status, text, html } = await openPage(app, type.slice(publicUrl.length));
    expect(status).toBe(200);
    const { title, meaning, detail } = problems[code];
    for (const told of [title, meaning, detail, `"code": "${code}"`]) expect(text).toContain(told);
    expect(html).toContain('href="/api/refresh/#refresh"');
    expect(html).not.toContain('href="/api/login/#login"');
  });

  test('there is one for every code, and a list of them, with an example that has the code', async () => {
    const app = shared();
    const { html } = await openPage(app, '/errors/');
    for (const [code, { title }] of Object.entries(problems)) {
      expect(html).toContain(`href="/errors/${code}"`);
      const page = await openPage(app, `/errors/${code}`);
      expect([page.status, page.headers.get('content-security-policy')]).toEqual([
        200,
        expect.stringContaining("default-src 'none'"),
      ]);
      expect(page.html).toContain(`<h1>${title}</h1>`);
      expect(page.text).toContain(`"code": "${code}"`);
    }
    expectProblem(await app.get('/errors/no_such_code'), 404, 'not_found');
    expectProblem(await app.get('/errors/constructor'), 404, 'not_found');
  });

  test('they and their style are there also where the browsable API is switched off, and lead to nothing that is not', async () => {
    const app = await startApp('SQLite', { environment: { BROWSABLE_API: 'false' } });
    const { status, html } = await openPage(app, '/errors/session_ended');
    expect(status).toBe(200);
    const [, style = ''] = /rel="stylesheet" href="([^"]+)"/.exec(html) ?? [];
    expect((await app.get(style)).status).toBe(200);
    expect(html).not.toMatch(/href="\/api\//);
  });
});

describe('the bare address', () => {
  test('shows people where everything is, and programs that nothing is there', async () => {
    const app = shared();
    const { status, html } = await openPage(app, '/');
    expect(status).toBe(200);
    const links = [...html.matchAll(/<dt><a href="([^"]+)"/g)].map(([, path = '']) => path);
    expect(links).toHaveLength(5);
    for (const path of links) expect((await openPage(app, path)).status).toBeLessThan(300);
    expectProblem(await app.get('/'), 404, 'not_found');
    expectProblem(await app.post('/', {}), 405, 'method_not_allowed');
  });

  test('leads to the account pages where the browsable API is switched off', async () => {
    const app = await startApp('SQLite', { environment: { BROWSABLE_API: 'false' } });
    const answer = await fetch(app.url, { headers: { accept: acceptOfBrowsers }, redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/account/']);
  });
});
