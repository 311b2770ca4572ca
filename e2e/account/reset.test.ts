import { expect } from '@playwright/test';
import { test } from '../support/test.ts';
import { logIn, makeAccount, signIn, user } from './steps.ts';

const admin = { email: 'admin@example.com', password: 'an admin of good standing' };

test.use({ environment: { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password } });

test('a reset link that an admin made leads to the page that mails lead to, too', async ({
  page,
  request,
}) => {
  await makeAccount(request);
  const headers = { authorization: `Bearer ${await logIn(request, admin)}` };
  const made = await request.post('/api/admin/accounts/2/reset-link/', { headers, data: {} });
  // The contract's answer.
  const { url } = (await made.json()) as { url: string };

  await page.goto(url);
  await page.getByLabel('New password').fill('a whole new password');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await expect(page.getByRole('status')).toContainText('The new password is set');
  await expect(page).toHaveURL('/account/new-password');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, { ...user, password: 'a whole new password' });
});
