import { expect } from '@playwright/test';
import { openAsAdmin, withAdmin } from '../support/admin-site.ts';
import { expectAccessible } from '../support/expect-accessible.ts';
import { test } from '../support/test.ts';

test.use({ environment: withAdmin });

test('of two admins who edit at once the second sees what the first saved, and loses nothing', async ({
  page,
  openBrowser,
}) => {
  await openAsAdmin(page, '/settings');
  const mine = page.getByRole('textbox', { name: 'Access token lifetime' });
  await mine.fill('45');
  await page.getByRole('textbox', { name: 'Audit retention' }).fill('90d');

  const other = await openBrowser();
  await openAsAdmin(other, '/settings');
  await other.getByRole('textbox', { name: 'Access token lifetime' }).fill('20');
  await other.getByRole('switch', { name: 'Registration open' }).click();
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByRole('button', { name: 'Save' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Save' }).click();
  const notice = page.getByRole('alert').filter({ hasText: 'Somebody else' });
  await expect(notice).toContainText('Access token lifetime: 30 seconds became 20 seconds. You typed 45.');
  await expect(notice).toContainText('Registration open: on became off.');
  await expect(mine).toHaveValue('45');
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await expectAccessible(page);

  await notice.getByRole('button', { name: 'Take theirs' }).click();
  await expect(mine).toHaveValue('20');
  await expect(page.getByRole('switch', { name: 'Registration open' })).not.toBeChecked();
  await expect(page.getByRole('textbox', { name: 'Audit retention' })).toHaveValue('90d');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);

  await page.reload();
  await expect(mine).toHaveValue('20');
  await expect(page.getByRole('textbox', { name: 'Audit retention' })).toHaveValue('90d');
});

test('what cannot be is said beside its field, and keeps the rest from being saved', async ({ page }) => {
  await openAsAdmin(page, '/settings');
  const faulty = page.getByRole('textbox', { name: 'Password min length' });
  await faulty.fill('3');
  await page.getByRole('textbox', { name: 'Access token lifetime' }).fill('1m');
  await expect(faulty).toHaveAttribute('aria-invalid', 'true');
  // What is right is foreseen all the same.
  await expect(page.getByText('refreshes a second')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('from 8 to 128')).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Access token lifetime' })).toHaveValue('30');
});

test('a changed setting returns to its default', async ({ page }) => {
  await openAsAdmin(page, '/settings');
  const field = page.getByRole('textbox', { name: 'Sessions per account' });
  await field.fill('5');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Return to the default, 1,000' }).click();
  await expect(field).toHaveValue('1000');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await expect(page.getByText('changed', { exact: true })).toHaveCount(0);
});
