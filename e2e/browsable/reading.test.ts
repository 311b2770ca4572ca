import { expect } from '@playwright/test';
import { expectAccessible } from '../support/expect-accessible.ts';
import { test } from '../support/test.ts';

const pages = ['/', '/api/', '/api/me/', '/api/nothing/', '/errors/', '/errors/session_ended'];

for (const path of pages) {
  test(`${path} is accessible, and a phone scrolls it in one direction`, async ({ page }) => {
    await page.goto(path);
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 740 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('everything can be read, and what needs a script is not there', async ({ page }) => {
    await page.goto('/api/');
    await page.getByRole('link', { name: '/api/refresh/' }).click();
    await expect(page.getByRole('heading', { name: 'POST Get a new pair of tokens' })).toBeVisible();
    // Playwright reads no text in this element.
    expect(await page.locator('noscript').innerHTML()).toContain('needs JavaScript');
    await expect(page.locator('[data-language=curl]')).toBeVisible();
    await expect(page.getByRole('link', { name: 'refresh_token_reused' })).toBeVisible();
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await page.getByText('TypeScript (fetch)').click();
    await expect(page.locator('[data-language=TypeScript]')).toBeVisible();
  });
});

test.describe('at an address that is not PUBLIC_URL', () => {
  test.use({ environment: { PUBLIC_URL: 'https://auth.example.com' } });

  test('the page says where one can sign in, and sends requests all the same', async ({ page }) => {
    await page.goto('/api/login/');
    await expect(page.getByText('for https://auth.example.com alone')).toBeVisible();
    await expect(page.getByRole('form', { name: 'Sign in' })).toBeHidden();
    await page.getByRole('button', { name: 'Send POST' }).click();
    await expect(page.getByRole('status')).toContainText('400 Bad Request');
    await expect(page.locator('[data-language=curl]')).toContainText('https://auth.example.com/api/login/');
  });
});
