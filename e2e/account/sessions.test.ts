import { expect } from '@playwright/test';
import { test } from '../support/test.ts';
import { logIn, makeAccount, signIn } from './steps.ts';

test('many sessions come page by page, and all others end at once', async ({ page, request }) => {
  await makeAccount(request);
  for (let i = 0; i < 24; i += 1) await logIn(request);
  await signIn(page);
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(20);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(25);
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0);

  await page.getByRole('button', { name: 'End all other sessions' }).click();
  await expect(page.getByText('All other sessions are ended.')).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('listitem')).toContainText('this one');
});

test('a list that does not come says why, and can be asked for again', async ({ page, request, context }) => {
  await makeAccount(request);
  await signIn(page);
  await context.route('**/api/me/sessions/**', (route) =>
    route.fulfill({ status: 429, json: { code: 'too_many_requests', title: 'Too much', detail: 'Wait.' } }),
  );
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Too much');
  await context.unroute('**/api/me/sessions/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(1);
});
