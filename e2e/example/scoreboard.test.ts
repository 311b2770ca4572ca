import { expect, type APIRequestContext, type Page } from '@playwright/test';
import { expectAccessible } from '../support/expect-accessible.ts';
import { test } from './example-test.ts';

const user = { email: 'user@example.com', password: 'correct horse battery' };

/** Access tokens live for 30 seconds: what ends within two has ended by the logout. */
const soonMs = 2_000;

test('whoever signs in watches a score at any moment, and a logout ends access within a second', async ({
  page,
  request,
}) => {
  const token = await watchForToken(page);
  await page.goto('/');
  await expect(page.getByText('Sign in to see the games.')).toBeVisible();
  await page.getByRole('button', { name: 'Create an account' }).click();
  await fillIn(page, user);
  await page.getByRole('button', { name: 'Create an account', exact: true }).click();
  await expectAccessible(page);

  const slider = page.getByRole('slider');
  await expect(slider).toHaveAttribute('aria-valuetext', 'Moment 100,003: Harbour 2, Hill 2');
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', 'Moment 0: Harbour 0, Hill 0');
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('PageUp');
  await expect(slider).toHaveAttribute('aria-valuetext', 'Moment 50,001: Harbour 1, Hill 1');
  await page.getByRole('link', { name: 'Orchard – Quarry' }).click();
  await expect(page).toHaveURL(/#3$/);
  await expect(slider).toHaveAttribute('aria-valuetext', /Orchard 0, Quarry 4$/);
  await expect(page.getByRole('button', { name: 'Add a game' })).toHaveCount(0);

  await page.reload();
  await expect(page.getByRole('link', { name: 'Orchard – Quarry' })).toBeVisible();
  const last = token();
  expect(await statusOf(request, last)).toBe(200);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await expectRefusedSoon(request, last);
});

test('a session that is ended elsewhere ends access within a second, and the page says so', async ({
  page,
  request,
  example,
}) => {
  const token = await watchForToken(page);
  await signUp(request, example.latchkey);
  await signIn(page, user);
  await expect(page.getByRole('slider')).toBeVisible();
  const last = token();
  expect(await statusOf(request, last)).toBe(200);

  const elsewhere = await logIn(request, example.latchkey);
  const allOthers = await request.delete(`${example.latchkey}/api/me/sessions/`, {
    headers: bearer(elsewhere),
  });
  expect(allOthers.ok()).toBe(true);
  await expectRefusedSoon(request, last);
  await expect(page.getByText('You were signed out here from elsewhere.')).toBeVisible();
});

test('staff add games from a file, and nobody else can', async ({ page, request, example }) => {
  await signUp(request, example.latchkey);
  const refused = await request.post('/games', {
    headers: bearer(await logIn(request, example.latchkey)),
    data: { home: 'Harbour', away: 'Hill', seed: 'derby' },
  });
  expect(refused.status()).toBe(403);

  await signIn(page, example.admin);
  await page.getByRole('button', { name: 'Add a game' }).click();
  await page.getByLabel('Home team').fill('Bridge');
  await page.getByLabel('from a file').check();
  const csv = (text: string) => ({ name: 'game.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByLabel('File', { exact: true }).setInputFiles(csv('offset,home,away\n0,0,0\n40,one,0\n'));
  await page.getByRole('button', { name: 'Add the game' }).click();
  await expect(page.getByText('Give this.')).toBeVisible();
  await page.getByLabel('Away team').fill('Gate');
  await page.getByRole('button', { name: 'Add the game' }).click();
  await expect(page.getByText('line 3: score.home must be a number')).toBeVisible();
  await expectAccessible(page);
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles(csv('offset,home,away\n0,0,0\n40,1,0\n90,1,0\n'));
  await page.getByRole('button', { name: 'Add the game' }).click();
  await expect(page.getByRole('slider')).toHaveAttribute('aria-valuetext', 'Moment 90: Bridge 1, Gate 0');
});

/** @returns the access token that the page has sent last. */
async function watchForToken(page: Page): Promise<() => string> {
  let token = '';
  await page.route('**/games**', (route) => {
    token = route.request().headers()['authorization']?.replace('Bearer ', '') ?? token;
    return route.continue();
  });
  return () => token;
}

async function signUp(request: APIRequestContext, latchkey: string): Promise<void> {
  expect((await request.post(`${latchkey}/api/register/`, { data: user })).status()).toBe(201);
}

/** Begins another session. @returns its access token. */
async function logIn(request: APIRequestContext, latchkey: string): Promise<string> {
  const login = await request.post(`${latchkey}/api/login/`, { data: user });
  // The contract's answer to a login.
  return ((await login.json()) as { access_token: string }).access_token;
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}` };
}

async function signIn(page: Page, credentials: typeof user): Promise<void> {
  await page.goto('/');
  await fillIn(page, credentials);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function fillIn(page: Page, { email, password }: typeof user): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
}

async function statusOf(request: APIRequestContext, token: string): Promise<number> {
  return (await request.get('/games', { headers: bearer(token) })).status();
}

async function expectRefusedSoon(request: APIRequestContext, token: string): Promise<void> {
  await expect.poll(() => statusOf(request, token), { timeout: soonMs, intervals: [50] }).toBe(401);
}
