import { expect } from '@playwright/test';
import { openAsAdmin, registerUser, withAdmin } from '../support/admin-site.ts';
import { expectAccessible } from '../support/expect-accessible.ts';
import { test } from '../support/test.ts';

test.use({ environment: withAdmin });

const pages = {
  Overview: '/',
  Accounts: '/accounts',
  'New account': '/accounts/create',
  'user@example.com': '/accounts/2',
  'user@example.com: sessions': '/accounts/2?tab=sessions',
  'user@example.com: audit trail': '/accounts/2?tab=audit',
  Account: '/accounts/999',
  Sessions: '/sessions?state=all',
  'Audit trail': '/audit',
  Settings: '/settings',
  'History of the settings': '/settings/history',
  Keys: '/keys',
  Incident: '/incident',
};

for (const [name, path] of Object.entries(pages)) {
  test(`${name}: can be used by everybody, in both themes and on a phone`, async ({ page, request }) => {
    await registerUser(request);
    await openAsAdmin(page, path);
    const heading = page.getByRole('heading', { level: 1 });
    await expect(heading).toHaveText(name.split(':', 1)[0] ?? name);
    await page.waitForLoadState('networkidle');
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 740 });
    const sideways = (): Promise<number> =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await expect.poll(sideways).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  });
}

test('the theme follows the system until somebody chooses one', async ({ page }) => {
  await openAsAdmin(page);
  const background = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(background).not.toBe(light);
  await page.getByRole('button', { name: 'Light theme' }).click();
  await expect.poll(background).toBe(light);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();
  expect(await background()).toBe(light);
});

test('a long list is read page by page, and each page and filter has an address of its own', async ({
  page,
  request,
}) => {
  for (let i = 0; i < 60; i += 1) {
    const data = { email: `user${i}@example.com`, password: 'correct horse battery' };
    await request.post('/api/register/', { data });
  }
  await openAsAdmin(page, '/accounts');
  await expect(page.getByRole('link', { name: 'user59@example.com' })).toBeVisible();
  await page.getByRole('button', { name: 'Older' }).click();
  await expect(page.getByRole('link', { name: 'user5@example.com' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('link', { name: 'user5@example.com' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Older' })).toBeDisabled();
  await page.getByRole('button', { name: 'Newer' }).click();
  await expect(page.getByRole('link', { name: 'user59@example.com' })).toBeVisible();

  await page.getByLabel('Search address').fill('user41');
  await expect(page.getByRole('row')).toHaveCount(2);
  expect(new URL(page.url()).search).toBe('?q=user41');
  await page.getByRole('link', { name: 'user41@example.com' }).click();
  await page.goBack();
  await expect(page.getByRole('row')).toHaveCount(2);
});

test('on a phone the menu leads to every page', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/admin/');
  await page.getByLabel('E-mail address').fill(withAdmin.ADMIN_EMAIL);
  await page.getByLabel('Password').fill(withAdmin.ADMIN_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('link', { name: 'Sessions', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeVisible();
  await expect(page.getByText('this one')).toBeVisible();
});
