import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { startServer, type Environment, type Server } from './start-server.ts';
import { watchContext } from './watch-context.ts';

interface Options {
  /** Of the server, besides its address and data folder. Set it with `test.use({ environment: { … } })`. */
  readonly environment: Environment;
}

interface Fixtures {
  /** A server of this test alone, on an empty database. */
  readonly server: Server;
  /** A page of another browser: with cookies and storage of its own. */
  readonly openBrowser: () => Promise<Page>;
}

/** Playwright's `test` with a server. A test fails, too, for what any of its pages may not do: see `watchContext`. */
export const test = base.extend<Options & Fixtures>({
  environment: [{}, { option: true }],

  server: async ({ environment }, use) => {
    const server = await startServer(environment);
    await use(server);
    await server.stop();
  },

  baseURL: async ({ server }, use) => use(server.url),

  context: async ({ context, server }, use) => {
    const faults = watchContext(context, server.url);
    await use(context);
    expect(faults).toEqual([]);
  },

  openBrowser: async ({ browser, server }, use) => {
    const opened: BrowserContext[] = [];
    const faults: (readonly string[])[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL: server.url });
      opened.push(context);
      faults.push(watchContext(context, server.url));
      return context.newPage();
    });
    for (const context of opened) await context.close();
    expect(faults.flat()).toEqual([]);
  },
});
