import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { test } from '../support/test.ts';
import { expectHeading, signIn, user } from './steps.ts';

test('an account from its beginning to its end', async ({ page, openBrowser }) => {
  const menu = page.getByRole('navigation', { name: 'Your account' });

  await test.step('create it', async () => {
    await page.goto('/account/');
    await expectHeading(page, 'Sign in');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByLabel('E-mail address').fill(user.email);
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/at least 8 characters/);
    await expect(page.getByLabel('Password')).toBeFocused();
    await page.getByLabel('Password').fill(user.password);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await expectHeading(page, 'Profile');
  });

  await test.step('a second browser signs in', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('You are signed out.')).toBeVisible();
    await signIn(page);
  });
  const other = await openBrowser();
  await signIn(other);

  await test.step('rename, and change the address', async () => {
    await expect(page.getByLabel('Name')).toHaveValue('Ada');
    await page.getByLabel('Name').fill('Ada Lovelace');
    await page.getByLabel('E-mail address').fill('no address');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByLabel('E-mail address')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('E-mail address').fill('ada@example.com');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await page.reload();
    await expect(page.getByLabel('Name')).toHaveValue('Ada Lovelace');
    await expect(page.getByLabel('E-mail address')).toHaveValue('ada@example.com');
  });

  await test.step('see the second session, and end it', async () => {
    await menu.getByRole('link', { name: 'Sessions' }).click();
    await expect(page.getByRole('listitem')).toHaveCount(2);
    await expect(page.getByRole('listitem').filter({ hasText: 'this one' })).toHaveCount(1);
    await page.getByRole('button', { name: /^End the session on Chrome on Linux/ }).click();
    await expect(page.getByText('The session on Chrome on Linux is ended.')).toBeVisible();
    await expect(page.getByRole('listitem')).toHaveCount(1);
    await expect(page.getByText('You are signed in nowhere else.')).toBeVisible();
  });

  await test.step('the other browser is signed out at its next call, and told so', async () => {
    await other.getByRole('link', { name: 'Sessions' }).click();
    await expectHeading(other, 'Sign in');
    await expect(other.getByText('You are signed out.')).toBeVisible();
    await other.reload();
    await expectHeading(other, 'Sign in');
  });

  await test.step('change the password', async () => {
    await menu.getByRole('link', { name: 'Password' }).click();
    await page.getByLabel('Current password').fill('wrong password');
    await page.getByLabel('New password').fill('a whole new password');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByLabel('Current password')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('Current password').fill(user.password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByText('The password is changed')).toBeVisible();
    await expect(page.getByLabel('New password')).toHaveValue('');
  });

  await test.step('download what is kept', async () => {
    await menu.getByRole('link', { name: 'Data' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download your data' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('latchkey-account.json');
    const data: unknown = JSON.parse(await readFile(await download.path(), 'utf8'));
    expect(data).toMatchObject({ account: { email: 'ada@example.com', username: 'Ada Lovelace' } });
  });

  await test.step('delete it', async () => {
    await page.getByLabel('Password').fill('a whole new password');
    await page.getByRole('button', { name: 'Delete the account' }).click();
    await expect(page.getByLabel('Yes, delete my account for good')).toHaveAccessibleDescription(/Tick this/);
    await page.getByLabel('Yes, delete my account for good').check();
    await page.getByRole('button', { name: 'Delete the account' }).click();
    await expect(page.getByText('have been deleted')).toBeVisible();
    await expectHeading(page, 'Sign in');
    await page.getByLabel('E-mail address').fill('ada@example.com');
    await page.getByLabel('Password').fill('a whole new password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('Wrong e-mail address or password')).toBeVisible();
  });
});
