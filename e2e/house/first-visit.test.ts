import { expect } from '@playwright/test';
import { test } from '../support/test.ts';

for (const path of ['/admin/', '/account/', '/api/docs/']) {
  test(`whoever opens ${path} for the first time finds nothing in the console, not even a refused request`, async ({
    page,
    server,
  }) => {
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    await page.goto(`${server.url}${path}`, { waitUntil: 'networkidle' });
    await expect(page.locator('body')).not.toBeEmpty();
    expect(messages).toEqual([]);
  });
}
