import { expect, type Page } from '@playwright/test';
import { expectAccessible } from '../support/expect-accessible.ts';
import { test } from '../support/test.ts';
import { expectHeading, logIn, makeAccount, signIn } from './steps.ts';

const pagesOfVisitors = {
  'Sign in': '/account/sign-in',
  'Create an account': '/account/register',
  'Choose a new password': '/account/new-password?token=token',
  'There is nothing here': '/account/nothing',
};
const pagesOfUsers = {
  Profile: '/account/',
  Sessions: '/account/sessions',
  Password: '/account/password',
  'Your data': '/account/data',
};

test.use({ viewport: { width: 360, height: 740 } });

/** Also on the narrowest phones: nothing to scroll sideways, and axe has nothing to complain about. */
async function expectGoodPage(page: Page, title: string, path: string): Promise<void> {
  await page.goto(path);
  await expectHeading(page, title);
  await page.waitForLoadState('networkidle');
  await expectGoodState(page);
  const submit = page.locator('button[type=submit]');
  if ((await submit.count()) === 0) return;
  // The same with errors at the fields.
  await submit.click();
  await page.waitForLoadState('networkidle');
  await expectGoodState(page);
}

async function expectGoodState(page: Page): Promise<void> {
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  await expectAccessible(page);
}

for (const [title, path] of Object.entries(pagesOfVisitors)) {
  test(`"${title}" can be used by everybody, in both themes and on a phone`, async ({ page }) => {
    await expectGoodPage(page, title, path);
  });
}

test('the pages of an account can be used by everybody, in both themes and on a phone', async ({
  page,
  request,
}) => {
  await makeAccount(request);
  await logIn(request);
  await signIn(page);
  for (const [title, path] of Object.entries(pagesOfUsers)) await expectGoodPage(page, title, path);
});
