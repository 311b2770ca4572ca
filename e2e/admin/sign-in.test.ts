import { expect } from '@playwright/test';
import { admin, openAsAdmin, registerUser, typeCredentials, user, withAdmin } from '../support/admin-site.ts';
import { expectAccessible } from '../support/expect-accessible.ts';
import { test } from '../support/test.ts';

test.use({ environment: withAdmin });

test('signing in leads to the page that was asked for, and loading it anew stays in', async ({ page }) => {
  await openAsAdmin(page, '/audit?event=login.succeeded');
  await expect(page.getByRole('heading', { name: 'Audit trail' })).toBeVisible();
  expect(new URL(page.url()).search).toBe('?event=login.succeeded');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Audit trail' })).toBeVisible();
});

test('no script can read a token: none is in the storage or the cookies that it sees', async ({ page }) => {
  await openAsAdmin(page);
  const seen = await page.evaluate(() =>
    [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie].join(),
  );
  expect(seen).not.toMatch(/eyJ|[0-9a-f]{8}-[0-9a-f]{4}-4/);
});

test('a wrong password is said, and what was typed stays', async ({ page }) => {
  await page.goto('/admin/');
  await typeCredentials(page, { ...admin, password: 'wrong' });
  await expect(page.getByRole('alert')).toContainText('Wrong e-mail address or password');
  await expect(page.getByLabel('E-mail address')).toHaveValue(admin.email);
  await expectAccessible(page);
});

test('somebody who is no admin is told so, and no session of his stays', async ({
  page,
  request,
  context,
}) => {
  await registerUser(request);
  await page.goto('/admin/');
  await typeCredentials(page, user);
  await expect(page.getByRole('alert')).toContainText('This account is no admin');
  expect((await context.cookies()).filter(({ name }) => name.includes('refresh'))).toEqual([]);
  await page.goto('/admin/accounts');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('a session that another admin ends is over here, too, and the sign-in page says why', async ({
  page,
  openBrowser,
}) => {
  await openAsAdmin(page);
  const other = await openBrowser();
  await openAsAdmin(other, '/sessions');
  const row = other.getByRole('row').filter({ hasNotText: 'this one' }).filter({ hasText: admin.email });
  await row.getByRole('button', { name: 'End the session' }).click();
  await other.getByRole('button', { name: 'End it' }).click();
  await expect(other.getByRole('row').filter({ hasText: admin.email })).toHaveCount(1);

  await page.getByRole('link', { name: 'Accounts', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('An admin ended your session');
});

test('signing out ends the session', async ({ page }) => {
  await openAsAdmin(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.goto('/admin/settings');
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('under another address than PUBLIC_URL the sign-in page leads to the right one', async ({
  server,
  browser,
}) => {
  // The page is at another host on purpose, so nothing watches for that here.
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url.replace('localhost', '127.0.0.1')}/admin/`);
  await typeCredentials(page);
  await expect(page.getByRole('alert')).toContainText('PUBLIC_URL');
  await expect(page.getByRole('link')).toHaveAttribute('href', `${server.url}/admin/`);
  await context.close();
});
