import { expect } from '@playwright/test';
import { test } from '../support/test.ts';
import { logIn, makeAccount, signIn, user } from './steps.ts';

const admin = { email: 'admin@example.com', password: 'an admin of good standing' };

test.use({ environment: { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password } });

test('a reset link sets a new password once, and leaves nothing in the address', async ({
  page,
  request,
}) => {
  await makeAccount(request);
  const headers = { authorization: `Bearer ${await logIn(request, admin)}` };
  const made = await request.post('/api/admin/accounts/2/reset-link/', { headers, data: {} });
  // The contract's answer.
  const { url } = (await made.json()) as { url: string };
  expect(url).toContain('/account/reset#');

  await page.goto(url);
  await expect(page).toHaveURL('/account/reset');
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByLabel('New password')).toHaveAccessibleDescription(/at least 8 characters/);
  await page.getByLabel('New password').fill('a whole new password');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByText('The new password is set')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, { ...user, password: 'a whole new password' });

  await page.goto(url);
  await page.getByLabel('New password').fill('yet another password');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This link was used already');
});

test('without a link the page says what it needs', async ({ page }) => {
  await page.goto('/account/reset');
  await expect(page.getByText('Open the whole link')).toBeVisible();
});
