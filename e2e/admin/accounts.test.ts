import { expect } from '@playwright/test';
import { openAsAdmin, registerUser, user, withAdmin } from '../support/admin-site.ts';
import { expectAccessible } from '../support/expect-accessible.ts';
import { test } from '../support/test.ts';

test.use({ environment: withAdmin });

test('disabling an account ends its sessions, and nobody signs in to it until it is enabled', async ({
  page,
  request,
}) => {
  const id = await registerUser(request);
  const login = await request.post('/api/login/', { data: user });
  const { refresh_token } = (await login.json()) as { refresh_token: string };

  await openAsAdmin(page, `/accounts/${id}`);
  await page.getByRole('button', { name: 'Disable' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Disable it' }).click();
  await expect(page.getByText('disabled', { exact: true })).toBeVisible();

  const refresh = await request.post('/api/refresh/', { data: { refresh_token } });
  expect(await refresh.json()).toMatchObject({ code: 'session_ended', reason: 'account_disabled' });
  expect((await request.post('/api/login/', { data: user })).status()).toBe(401);

  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(page.getByText('active', { exact: true })).toBeVisible();
  expect((await request.post('/api/login/', { data: user })).status()).toBe(200);

  await page.getByRole('tab', { name: 'Audit trail' }).click();
  await expect(page.getByText('account.disabled')).toBeVisible();
  await page.getByRole('tab', { name: 'Sessions' }).click();
  await expect(page.getByText('the account was disabled')).toBeVisible();
});

test('an account is made without a password, and its owner sets one by a link that is shown once', async ({
  page,
}) => {
  await openAsAdmin(page, '/accounts');
  await page.getByRole('link', { name: 'New account' }).click();
  await page.getByLabel('E-mail address').fill(user.email);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await expect(page.getByRole('heading', { name: user.email })).toBeVisible();
  await page.getByRole('button', { name: 'Make a reset link' }).click();
  await page.getByRole('button', { name: 'Make the link' }).click();
  await expect(page.getByLabel('Reset link', { exact: true })).toHaveValue(/new-password\?token=/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByLabel('Reset link', { exact: true })).toHaveCount(0);
});

test('an address that is taken is said beside its field', async ({ page, request }) => {
  await registerUser(request);
  await openAsAdmin(page, '/accounts/create');
  const field = page.getByLabel('E-mail address');
  await field.fill(user.email.toUpperCase());
  await page.getByRole('button', { name: 'Make the account' }).click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/account|taken/i);
});

test('what is changed is saved, and the rest is left as somebody else has made it', async ({
  page,
  request,
}) => {
  const id = await registerUser(request);
  await openAsAdmin(page, `/accounts/${id}`);
  await page.getByLabel('Name').fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.goto('/admin/accounts?q=lovelace');
  await expect(page.getByRole('row', { name: 'Ada Lovelace' })).toBeVisible();
  await page.goto(`/admin/accounts/${id}`);
  await page.getByLabel('Name').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.goto('/admin/accounts?q=lovelace');
  await expect(page.getByText('There is no such account.')).toBeVisible();
});

test('an account is deleted only by who types its address', async ({ page, request }) => {
  const id = await registerUser(request);
  await openAsAdmin(page, `/accounts/${id}`);
  await page.getByRole('button', { name: 'Delete' }).click();
  const confirm = page.getByRole('button', { name: 'Delete it' });
  await expect(confirm).toBeDisabled();
  await page.getByLabel(`Type ${user.email}`).fill(user.email);
  await confirm.click();
  await expect(page.getByRole('heading', { name: 'Accounts' })).toBeVisible();
  await expect(page.getByRole('link', { name: user.email })).toHaveCount(0);
  expect((await request.post('/api/login/', { data: user })).status()).toBe(401);
});

test('the last active admin cannot be disabled, and the page says why', async ({ page }) => {
  await openAsAdmin(page, '/accounts/1');
  await page.getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('button', { name: 'Disable it' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('last');
});
