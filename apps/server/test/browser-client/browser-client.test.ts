import { expect, test, vi } from 'vitest';
import { startApp } from '../support/app.ts';
import { defaultEmail, defaultPassword } from '../support/client.ts';
import { startBrowser } from './browser.ts';

const credentials = { email: defaultEmail, password: defaultPassword };

async function start(environment = {}) {
  const app = await startApp('SQLite', { environment });
  await app.register();
  return { app, browser: startBrowser(app.url) };
}

test('a page that is loaded again is signed in, and so is every further tab', async () => {
  const { browser } = await start();
  const first = browser.open();
  expect(await first.client.restore()).toBe(false);
  await first.client.login(credentials);
  for (let i = 0; i < 3; i += 1) {
    const { client } = browser.open();
    expect(await client.restore()).toBe(true);
    expect(await client.json('/api/me/')).toMatchObject({ email: defaultEmail });
  }
  expect(first.signedOut).toEqual([]);
});

test('tabs whose tokens run out all the time are never signed out', async () => {
  const { browser } = await start({ ACCESS_TOKEN_LIFETIME: '1' });
  const { client, signedOut } = browser.open();
  await client.login(credentials);
  const tabs = [browser.open(), browser.open(), browser.open()];
  for (const tab of tabs) expect(await tab.client.restore()).toBe(true);
  const end = performance.now() + 2_500;
  await Promise.all(
    tabs.map(async (tab) => {
      while (performance.now() < end) {
        expect(await tab.client.json('/api/me/')).toMatchObject({ email: defaultEmail });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }),
  );
  expect([...signedOut, ...tabs.flatMap((tab) => tab.signedOut)]).toEqual([]);
});

test('lost answers sign nobody out, also where the machine sleeps far beyond the grace before it tries again', async () => {
  const { app, browser } = await start();
  const { client } = browser.open();
  await client.login(credentials);

  browser.loseAnswers(2);
  expect(await browser.open().client.restore()).toBe(true);

  browser.loseAnswers(4);
  await expect(browser.open().client.restore()).rejects.toMatchObject({ code: 'unreachable' });
  app.clock.advance(3_600);
  const awake = browser.open();
  expect(await awake.client.restore()).toBe(true);
  expect(awake.signedOut).toEqual([]);
});

test('a stolen cookie that both sides use ends the session, and the page says why', async () => {
  const { app, browser } = await start();
  const page = browser.open();
  await page.client.login(credentials);
  const thief = startBrowser(app.url);
  thief.cookie.set(browser.cookie.get());
  expect(await thief.open().client.restore()).toBe(true);
  app.clock.advance(11);
  const later = browser.open();
  expect(await later.client.restore()).toBe(false);
  expect(later.signedOut).toEqual(['reuse']);
  expect(browser.cookie.get()).toBeUndefined();
});

test('a session that was ended elsewhere is over at the next call that needs it', async () => {
  const { browser, app } = await start();
  const { client, signedOut } = browser.open();
  await client.login(credentials);
  const other = startBrowser(app.url).open();
  await other.client.login(credentials);
  await other.client.json('/api/me/sessions/', { method: 'DELETE' });
  await expect(client.json('/api/me/sessions/')).rejects.toMatchObject({
    code: 'session_ended',
    reason: 'logout',
  });
  expect(signedOut).toEqual(['logout']);
  expect(await other.client.json('/api/me/')).toMatchObject({ email: defaultEmail });
});

test('logging out ends the session on the server, clears the cookie and tells the other tabs', async () => {
  const { browser, app } = await start();
  const page = browser.open();
  await page.client.login(credentials);
  const other = browser.open();
  await other.client.restore();
  const copy = browser.cookie.get();
  await page.client.logout();
  expect(browser.cookie.get()).toBeUndefined();
  await vi.waitFor(() => expect(other.signedOut).toEqual(['other tab']));
  expect((await app.refresh(String(copy))).body.code).toBe('session_ended');
});

test('a wrong password and a page of a foreign origin are told apart', async () => {
  const { app } = await start({ PUBLIC_URL: 'https://auth.example.com' });
  const { client } = startBrowser(app.url).open();
  await expect(client.login(credentials)).rejects.toMatchObject({ status: 403, code: 'forbidden' });
  const { browser } = await start();
  const wrong = browser.open().client.login({ ...credentials, password: 'wrong password' });
  await expect(wrong).rejects.toMatchObject({ status: 401, code: 'invalid_credentials' });
});
