import { describe, expect, test } from 'vitest';
import { startWithAdmin } from '../support/admin.ts';
import { publicUrl, startApp } from '../support/app.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { acceptOfBrowsers, isPage, openPage } from '../support/open-page.ts';
import { share } from '../support/share.ts';

const shared = share((atTheEnd) => startApp('SQLite', { atTheEnd }));
const headOfPrograms = { method: 'HEAD', accept: '*/*' };

describe('who is given a page', () => {
  test.each([
    [acceptOfBrowsers, true],
    ['text/html', true],
    ['TEXT/HTML;Q=1', true],
    ['text/html, application/json;q=0.9', true],
    ['application/json;q=0.9, text/html;q=0.91', true],
    ['text/html, application/*;q=0.5', true],
    ['*/*', false],
    ['', false],
    ['application/json', false],
    ['application/json, text/plain, */*', false],
    ['application/json, text/html', false],
    ['text/html, application/problem+json', false],
    ['text/html;q=0.5, application/json;q=0.9', false],
    ['text/html;q=0.5, */*', false],
    ['text/html, application/*', false],
    ['text/html;q=0', false],
    ['text/html;q=0, */*;q=0.5', false],
    ['text/*', false],
    ['text/html;q=2, */*;q=0.1', false],
    ['text/html;q=high, */*;q=0.1', false],
    ['text/html, nonsense', false],
    ['application/xhtml+xml', false],
  ])('Accept: %s → %s', async (accept, expected) => {
    const app = shared();
    for (const path of ['/api/', '/api/me/', '/api/login/', '/api/nothing/']) {
      const answer = await openPage(app, path, { accept });
      expect(isPage(answer), path).toBe(expected);
      expect(answer.headers.get('vary')).toMatch(/^Accept\b(?!-)/);
    }
  });

  test('no program sees HTML: its answers are the same where the pages are switched off', async () => {
    const on = shared();
    const off = await startApp('SQLite', { environment: { BROWSABLE_API: 'false' } });
    const { paths } = (await on.get('/openapi.json')).body as unknown as { paths: Record<string, object> };
    const addresses = [...Object.keys(paths), '/api', '/api/me', '/api/me/sessions/abc', '/api/x?y=<b>'];
    for (const path of addresses) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        for (const accept of [undefined, '*/*', 'application/json, text/html']) {
          const headers = accept === undefined ? {} : { accept };
          const [a, b] = [
            await on.send(method, path, { headers }),
            await off.send(method, path, { headers }),
          ];
          const seen = ({ status, headers: h }: typeof a) => [
            status,
            h['content-type'],
            h['cache-control'],
            h.allow,
          ];
          expect(seen(a)).toEqual(seen(b));
          expect(a.headers['content-type'] ?? '').not.toContain('html');
          // These tell the node and the key of the moment.
          if (!/ready|jwks/.test(path)) expect(a.text).toBe(b.text);
        }
      }
      const [a, b] = [await openPage(on, path, headOfPrograms), await openPage(off, path, headOfPrograms)];
      expect([a.status, a.headers.get('content-type')]).toEqual([b.status, b.headers.get('content-type')]);
    }
  });

  test('what is sent is answered in JSON, whatever the browser accepts', async () => {
    const app = shared();
    const headers = { accept: acceptOfBrowsers };
    const answer = await app.send('POST', '/api/login/', { headers, body: {} });
    expectProblem(answer, 400, 'invalid_request');
  });
});

describe('a page', () => {
  test('has the headers of our pages, runs its own files alone, and may be asked for by HEAD', async () => {
    const app = shared();
    const { headers, html } = await openPage(app, '/api/me/');
    const policy = headers.get('content-security-policy');
    expect(policy?.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
    );
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-request-id')).toMatch(/\w/);
    expect(html).not.toMatch(/<script(?![^>]* src="\/explorer\/)|<style|\sstyle=|\son\w+=|javascript:/i);

    const head = await openPage(app, '/api/me/', { method: 'HEAD' });
    expect([head.status, isPage(head), head.html]).toEqual([200, true, '']);
  });

  test('is there with and without the slash, with a query, and for an address with an id', async () => {
    const app = shared();
    for (const path of ['/api/login/', '/api/login', '/api/login/?x=1']) {
      const page = await openPage(app, path);
      expect([page.status, page.text]).toEqual([200, expect.stringContaining('POST Log in')]);
    }
    const page = await openPage(app, '/api/admin/accounts/17?');
    expect(page.text).toContain('/api/admin/accounts/{id}/');
    expect(page.html).toMatch(/data-in="path"[^>]*value="17"/);
    expect(page.text).toContain(`curl '${publicUrl}/api/admin/accounts/17/'`);
    expect((await openPage(app, '/api/admin/audit/?actor=5')).html).toMatch(
      /data-name="actor"[^>]*value="5"/,
    );
  });

  test('of an address that is not there says so, with 404, and leads to the list', async () => {
    const app = shared();
    for (const path of ['/api/nothing/', '/api/login/x/', '/api/docs/nothing', '/api//']) {
      const page = await openPage(app, path);
      expect([page.status, isPage(page)], path).toEqual([404, true]);
      expect(page.text).toContain('There is nothing here');
      expect(page.html).toContain('href="/api/"');
    }
  });

  test.each([
    '/api/<script>alert(1)</script>/',
    '/api/me/sessions/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E/',
    '/api/me/sessions/%E0%A4%A/',
    "/api/admin/audit/?actor=%22%20autofocus%20onfocus='alert(1)'%3E%3Cscript%3Ealert(1)%3C/script%3E",
    '/api/admin/audit/?event=%3C/select%3E%3Cscript%3Ealert(1)%3C/script%3E&actor=%00',
  ])('says nothing that %s would make it say', async (path) => {
    const app = shared();
    const { html } = await openPage(app, path);
    expect(html).not.toMatch(/<script>|<\/script>\/|"\s*autofocus/i);
    expect(html.match(/<script/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  test('has the code with PUBLIC_URL, and the example that was captured', async () => {
    const app = shared();
    const { text } = await openPage(app, '/api/register/');
    expect(text).toContain(`curl -X POST '${publicUrl}/api/register/'`);
    expect(text).toContain(`fetch("${publicUrl}/api/register/"`);
    expect(text).toContain(`urllib.request.Request( "${publicUrl}/api/register/"`);
    expect(text).toContain('user@example.com');
  });
});

describe('switched off with BROWSABLE_API', () => {
  test('browsers get what programs get, and there is no reference; the next request knows', async () => {
    const { app, call } = await startWithAdmin('SQLite');
    const isOn = async (): Promise<readonly boolean[]> => {
      const paths = ['/api/', '/api/me/', '/api/nothing/', '/api/docs/'];
      return Promise.all(paths.map(async (path) => isPage(await openPage(app, path))));
    };
    const change = async (version: number, value: boolean): Promise<void> => {
      const body = { version, values: { BROWSABLE_API: value } };
      expect((await call('PATCH', '/api/admin/settings/', body)).status).toBe(200);
    };
    expect(await isOn()).toEqual([true, true, true, true]);

    await change(0, false);
    expect(await isOn()).toEqual([false, false, false, false]);
    const headers = { accept: acceptOfBrowsers };
    expectProblem(await app.send('GET', '/api/me/', { headers }), 401, 'access_token_missing');
    expectProblem(await app.send('GET', '/api/login/', { headers }), 405, 'method_not_allowed');
    for (const path of ['/api/docs/', '/api/docs/start.js', '/api/docs/files/swagger-ui.css'])
      expectProblem(await app.send('GET', path, { headers }), 404, 'not_found');

    await change(1, true);
    expect(await isOn()).toEqual([true, true, true, true]);
  });
});
