import { expect } from '@playwright/test';
import { test } from '../support/test.ts';
import { expectHeading, logIn, makeAccount, signIn, user } from './steps.ts';

test('signing in works with the keyboard alone, and leads to the page that was asked for', async ({
  page,
  request,
}) => {
  await makeAccount(request);
  await page.goto('/account/sessions');
  await expectHeading(page, 'Sign in');
  await expect(page).toHaveURL('/account/sign-in');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('E-mail address')).toBeFocused();
  await page.keyboard.type(user.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('wrong password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Wrong e-mail address or password');
  await expect(page.getByLabel('Password')).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(user.password);
  await page.keyboard.press('Enter');
  await expectHeading(page, 'Sessions');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page).toHaveTitle('Sessions · Latchkey');
});

test('every page has an address, and the history leads back', async ({ page, request }) => {
  await makeAccount(request);
  await signIn(page);
  await page.getByRole('link', { name: 'Password' }).click();
  await expect(page).toHaveURL('/account/password');
  await page.getByRole('link', { name: 'Data' }).click();
  await expect(page).toHaveURL('/account/data');
  await page.goBack();
  await expectHeading(page, 'Password');
  await expect(page.getByRole('link', { name: 'Password' })).toHaveAttribute('aria-current', 'page');
  await page.goBack();
  await expectHeading(page, 'Profile');
  await page.goto('/account/nothing');
  await expectHeading(page, 'There is nothing here');
});

test('a page that is loaded again, and a further tab, are signed in', async ({ page, context, request }) => {
  await makeAccount(request);
  await signIn(page);
  await page.reload();
  await expectHeading(page, 'Profile');
  const tab = await context.newPage();
  await tab.goto('/account/password');
  await expectHeading(tab, 'Password');
  await tab.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You signed out in another tab')).toBeVisible();
});

test('a session that was ended by a new password is over, in these words', async ({ page, request }) => {
  await makeAccount(request);
  await signIn(page);
  const token = await logIn(request);
  await request.post('/api/me/password/', {
    headers: { authorization: `Bearer ${token}` },
    data: { current_password: user.password, new_password: 'another good password' },
  });
  await page.reload();
  await expect(page.getByText('The password was changed on another device')).toBeVisible();
});

test.describe('where registration is closed', () => {
  test.use({ environment: { REGISTRATION_OPEN: 'false' } });
  test('the page says so', async ({ page }) => {
    await page.goto('/account/register');
    await page.getByLabel('E-mail address').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await expect(page.getByRole('main').getByRole('alert')).toContainText('Registration is closed.');
  });
});

test.describe('where a change of address needs the password', () => {
  test.use({ environment: { EMAIL_CHANGE_NEEDS_PASSWORD: 'true' } });
  test('it is asked for when it is needed, and a name changes without', async ({ page, request }) => {
    await makeAccount(request);
    await signIn(page);
    await page.getByLabel('Name').fill('Ada');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();

    await page.getByLabel('E-mail address').fill('ada@example.com');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByLabel('Your password')).toBeFocused();
    await expect(page.getByLabel('Your password')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('Your password').fill(user.password);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await expect(page.getByLabel('Your password')).toBeHidden();
  });
});

test.describe('at another address than PUBLIC_URL', () => {
  test.use({ environment: { PUBLIC_URL: 'https://auth.example.com' } });
  test('the sign-in page says why it cannot work', async ({ page, request, server }) => {
    await makeAccount(request);
    await page.goto('/account/');
    await page.getByLabel('E-mail address').fill(user.email);
    await page.getByLabel('Password').fill(user.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('main').getByRole('alert')).toContainText(
      `You cannot sign in at this address, ${server.url}`,
    );
  });
});

test('a page that is no secure context says so in place of the form', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }));
  await page.goto('/account/');
  await expect(page.getByText('not loaded over a secure connection')).toBeVisible();
  await expect(page.getByLabel('Password')).toHaveCount(0);
});

test('a server that is away is said to be, and asked again', async ({ page, request, context }) => {
  await makeAccount(request);
  await signIn(page);
  await context.route('**/api/refresh/', (route) =>
    route.fulfill({
      status: 429,
      headers: { 'retry-after': '60', 'content-type': 'application/problem+json' },
      body: JSON.stringify({ code: 'too_many_requests', title: 'Too many attempts', detail: 'Wait.' }),
    }),
  );
  await page.reload();
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'Too many attempts. Try again in 60 seconds.',
  );
  await context.unroute('**/api/refresh/');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectHeading(page, 'Profile');
});

test('a browser that has cleared what pages stored stays signed in', async ({ page, request }) => {
  await makeAccount(request);
  await signIn(page);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await expect(page.getByRole('link', { name: 'Sessions' })).toBeVisible();
});
