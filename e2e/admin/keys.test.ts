import { expect, type APIRequestContext } from '@playwright/test';
import { openAsAdmin, withAdmin } from '../support/admin-site.ts';
import { expectAccessible } from '../support/expect-accessible.ts';
import { test } from '../support/test.ts';

async function publishedKeys(request: APIRequestContext): Promise<number> {
  const answer = await request.get('/.well-known/jwks.json');
  return ((await answer.json()) as { keys: unknown[] }).keys.length;
}

test.describe('with public keys', () => {
  test.use({ environment: { ...withAdmin, JWT_ALGORITHM: 'ES256' } });

  test('a rotation says what will happen, publishes the new key, and can be taken back', async ({
    page,
    request,
  }) => {
    await openAsAdmin(page, '/keys');
    const rows = page.getByRole('table', { name: 'Keys' }).locator('tbody').getByRole('row');
    await expect(rows).toHaveCount(1);
    await expect(rows.getByRole('button')).toHaveCount(0);
    await page.getByRole('button', { name: 'Rotate' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('signs in ten minutes');
    await page.getByLabel('The key has leaked').check();
    await expect(dialog).toContainText('signs in ten seconds');
    await page.getByLabel('The key has leaked').uncheck();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Make a new key' }).click();
    await expect(rows).toHaveCount(2);
    const waiting = rows.filter({ hasText: 'about to sign' });
    await expect(waiting).toHaveCount(1);
    expect(await publishedKeys(request)).toBe(2);

    // One at a time.
    await page.getByRole('button', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Make a new key' }).click();
    await expect(dialog.getByRole('alert')).toContainText('is about to sign');
    await page.getByRole('button', { name: 'Cancel' }).click();

    await waiting.getByRole('button', { name: 'Retire' }).click();
    await expect(dialog).toContainText('It has signed nothing');
    await page.getByRole('button', { name: 'Retire it' }).click();
    await expect(rows).toHaveCount(1);
    expect(await publishedKeys(request)).toBe(1);
  });
});

test.describe('with a shared secret', () => {
  test.use({ environment: withAdmin });

  test('a key is added, its secret shown once, and it signs when it is told to', async ({ page }) => {
    await openAsAdmin(page, '/keys');
    await page.getByRole('button', { name: 'Add a key' }).click();
    await page.getByRole('button', { name: 'Make the key' }).click();
    const secret = await page.getByRole('textbox', { name: 'Secret' }).inputValue();
    expect(secret.length).toBeGreaterThan(40);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Close' }).click();
    const added = page.getByRole('row').filter({ hasText: 'does not sign yet' });
    await expect(added).toHaveCount(1);
    await page.reload();
    await expect(added).toHaveCount(1);
    expect(await page.content()).not.toContain(secret);
    await added.getByRole('button', { name: /^Let .* sign$/ }).click();
    await expect(page.getByRole('dialog')).toContainText('do not have its secret will refuse');
    await page.getByRole('button', { name: 'Let it sign', exact: true }).last().click();
    await expect(page.getByText('about to sign')).toBeVisible();
  });
});
