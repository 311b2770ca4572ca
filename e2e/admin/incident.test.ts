import { expect } from '@playwright/test';
import { openAsAdmin, registerUser, user, withAdmin } from '../support/admin-site.ts';
import { expectAccessible } from '../support/expect-accessible.ts';
import { test } from '../support/test.ts';

test.use({ environment: withAdmin });

test('ending all sessions is confirmed, ends those of everybody, and signs the admin out', async ({
  page,
  request,
}) => {
  await registerUser(request);
  const login = await request.post('/api/login/', { data: user });
  const { refresh_token } = (await login.json()) as { refresh_token: string };

  await openAsAdmin(page, '/incident');
  await page.getByLabel('All, of every account').check();
  await page.getByRole('button', { name: 'End these sessions' }).click();
  await expect(page.getByRole('dialog')).toContainText('You are signed out, too.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'End them' }).click();
  await expect(page.getByText('2 sessions were ended.')).toBeVisible();

  const refresh = await request.post('/api/refresh/', { data: { refresh_token } });
  expect(await refresh.json()).toMatchObject({ code: 'session_ended', reason: 'admin' });
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('alert')).toContainText('An admin ended your session');
});

test('sessions that began after the moment live on', async ({ page }) => {
  await openAsAdmin(page, '/incident');
  await page.getByRole('textbox', { name: 'Began before' }).fill('2020-01-01T00:00');
  await page.getByRole('button', { name: 'End these sessions' }).click();
  await expect(page.getByRole('dialog')).toContainText('1 Jan 2020');
  await page.getByRole('button', { name: 'End them' }).click();
  await expect(page.getByText('0 sessions were ended.')).toBeVisible();
  await page.getByRole('link', { name: 'Sessions', exact: true }).click();
  await expect(page.getByText('this one')).toBeVisible();
});
