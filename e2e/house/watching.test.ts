import { expect, test as plain } from '@playwright/test';
import { expectAccessible } from '../support/expect-accessible.ts';
import { startServer } from '../support/start-server.ts';
import { watchContext } from '../support/watch-context.ts';

// What fails the other tests has to be able to fail.

plain('what a page may not do is noticed', async ({ context, page }) => {
  const server = await startServer();
  try {
    const faults = watchContext(context, server.url);
    await page.route(`${server.url}/page`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: {
          'content-security-policy':
            "default-src 'none'; connect-src 'self'; script-src 'self'; img-src data:",
        },
        body: '<!doctype html><title>A page</title><link rel="icon" href="data:,">',
      }),
    );
    await page.goto(`${server.url}/page`);

    await page.evaluate(() => fetch('/api/me/'));
    expect(faults).toEqual([]);

    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "inline"';
      document.body.append(script);
    });
    await expect.poll(() => faults.splice(0).join()).toContain('Content Security Policy');

    await page.evaluate(() => console.error('a fault'));
    await expect.poll(() => faults.splice(0)).toEqual(['console: a fault']);

    await page.evaluate(() => void setTimeout(() => Reflect.apply(undefined as never, undefined, [])));
    await expect.poll(() => faults.splice(0).join()).toContain('uncaught:');

    const elsewhere = server.url.replace('localhost', '127.0.0.1');
    await page.goto(`${elsewhere}/health/live`);
    expect(faults.splice(0)).toContain(`request to another host: ${elsewhere}/health/live`);
  } finally {
    await server.stop();
  }
});

plain('a field without a label, and grey on grey in the dark, are noticed', async ({ page }) => {
  const of = (style: string, body: string): string =>
    `<!doctype html><html lang="en"><title>A page</title><style>${style}</style><main><h1>Here</h1>${body}</main>`;
  await page.setContent(of('', '<p>All is well.</p>'));
  await expectAccessible(page);
  await page.setContent(of('', '<input>'));
  await expect(expectAccessible(page)).rejects.toThrow('label');
  await page.setContent(
    of('@media (prefers-color-scheme: dark) { p { color: #ccc } }', '<p>Hardly to be read.</p>'),
  );
  await expect(expectAccessible(page)).rejects.toThrow('color-contrast');
});
