import { expect, type Page } from '@playwright/test';
import { test } from '../support/test.ts';

const email = 'user@example.com';
const password = 'correct horse battery';

/** The part of the page about one operation. */
const operation = (page: Page, name: RegExp) => page.getByRole('region', { name });

async function register(page: Page): Promise<void> {
  await page.goto('/api/');
  await page.getByRole('link', { name: '/api/register/' }).click();
  const form = page.getByRole('form', { name: 'Try POST: Make an account' });
  await form.getByRole('textbox', { name: 'email' }).fill(email);
  await form.getByLabel('password').fill(password);
  await form.getByRole('button', { name: 'Send POST' }).click();
  await expect(form.getByRole('status')).toContainText(/^201 Created after \d+ ms/);
  await expect(form.getByLabel('Content of the answer')).toContainText(`"email": "${email}"`);
}

test('register → login → me → refresh → logout, from the pages alone', async ({ page }) => {
  await register(page);

  await page.getByRole('link', { name: 'API', exact: true }).click();
  await page.getByRole('link', { name: '/api/login/' }).click();
  const login = operation(page, /POST Log in/);
  await login.getByRole('textbox', { name: 'email' }).fill(email);
  await login.getByLabel('password').fill(password);
  await login.getByRole('button', { name: 'Send POST' }).click();
  await login.getByRole('button', { name: 'Keep these tokens' }).click();

  await login.getByRole('link', { name: '/api/me/' }).click();
  const me = operation(page, /GET Show/);
  await expect(me.getByLabel('Content of the answer')).toContainText(`"email": "${email}"`);

  await page.goto('/api/refresh/');
  const refresh = operation(page, /POST Get a new pair/);
  const field = refresh.getByRole('textbox', { name: 'refresh_token' });
  const first = await field.inputValue();
  expect(first).toMatch(/^[0-9a-f-]{36}$/);
  await refresh.getByRole('button', { name: 'Send POST' }).click();
  await expect(refresh.getByRole('status')).toContainText('200 OK');
  await expect(field).not.toHaveValue(first);

  await page.goto('/api/logout/');
  const logout = operation(page, /POST Log out/);
  await logout.getByRole('button', { name: 'Send POST' }).click();
  await expect(logout.getByLabel('Content of the answer')).toContainText('User logged out.');
  await expect(page.getByText('The tokens that you kept')).toBeHidden();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test.describe('with access tokens of two seconds', () => {
  test.use({ environment: { ACCESS_TOKEN_LIFETIME: '2' } });

  test('who has signed in once sends a fresh token each time, on every page, until the sign-out', async ({
    page,
  }) => {
    await register(page);
    await page.goto('/api/me/');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();

    await expect(page.getByText('Signed in as account 1.')).toBeVisible();
    await page.getByText('What the access token says').click();
    await expect(page.getByText('"token_type": "access"')).toBeVisible();
    const me = operation(page, /GET Show/);
    await expect(me.getByRole('status')).toContainText('200 OK');

    await expect(page.getByText('the next request gets a fresh one')).toBeVisible();
    await me.getByRole('button', { name: 'Send GET' }).click();
    await expect(page.getByText(/The access token expires in \d s/)).toBeVisible();
    await expect(me.getByRole('status')).toContainText('200 OK');

    await page.goto('/api/me/sessions/');
    const sessions = operation(page, /GET List/);
    await expect(sessions.getByLabel('Content of the answer')).toContainText('"current": true');

    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('form', { name: 'Sign in' })).toBeVisible();
    await sessions.getByRole('button', { name: 'Send GET' }).click();
    await expect(sessions.getByRole('status')).toContainText('401 Unauthorized');
    await expect(sessions.getByRole('link', { name: 'What access_token_missing means' })).toBeVisible();
  });
});

test('who logs in by hand with the cookie is signed in on the page, also as somebody else, until a logout by hand', async ({
  page,
}) => {
  await register(page);
  const another = await page.request.post('/api/register/', { data: { email: 'b@example.com', password } });
  expect(another.status()).toBe(201);
  const logIn = async (as: string): Promise<void> => {
    await page.goto('/api/login/');
    const form = page.getByRole('form', { name: 'Try POST: Log in' });
    await form.getByLabel('Write the body as JSON').check();
    const body = JSON.stringify({ email: as, password, refresh_token_in: 'cookie' });
    await form.getByRole('textbox', { name: 'Body as JSON' }).fill(body);
    await form.getByRole('button', { name: 'Send POST' }).click();
    await expect(form.getByRole('status')).toContainText('200 OK');
  };
  await logIn(email);
  await expect(page.getByText('Signed in as account 1.')).toBeVisible();
  await logIn('b@example.com');
  await expect(page.getByText('Signed in as account 2.')).toBeVisible();

  await page.goto('/api/logout/');
  await expect(page.getByText('Signed in as account 2.')).toBeVisible();
  const logout = operation(page, /POST Log out/);
  await logout.getByLabel('Write the body as JSON').check();
  await logout.getByRole('textbox', { name: 'Body as JSON' }).fill('{}');
  await logout.getByRole('button', { name: 'Send POST' }).click();
  await expect(logout.getByLabel('Content of the answer')).toContainText('User logged out.');
  await expect(page.getByRole('form', { name: 'Sign in' })).toBeVisible();
});

test('the code follows what is typed, and holds no secret unless that is wanted', async ({ page }) => {
  await register(page);
  await page.goto('/api/me/');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const change = operation(page, /PUT Change/);
  const code = change.locator('[data-language=curl]');
  await change.getByRole('textbox', { name: 'username' }).fill("O'Neil");
  await change.getByLabel('current_password').fill(password);
  await expect(code).toContainText(String.raw`"username":"O'\''Neil"`);
  await expect(code).toContainText('Bearer <access token>');
  await expect(code).not.toContainText(password);

  await page.getByLabel('Put the real tokens and passwords into the code').check();
  await expect(code).toContainText(/Bearer ey[\w.-]+/);
  await expect(code).toContainText(password);
});

test('a refused field has its error beside it, and the body can be written as JSON', async ({ page }) => {
  await page.goto('/api/register/');
  const form = page.getByRole('form', { name: 'Try POST: Make an account' });
  await form.getByRole('button', { name: 'Fill in the example' }).click();
  await form.getByLabel('password').fill('short');
  await form.getByRole('button', { name: 'Send POST' }).click();
  await expect(form.getByRole('status')).toContainText('400 Bad Request');
  await expect(form.getByLabel('password')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel('password')).toHaveAccessibleDescription(/Must have at least 8 characters/);

  await form.getByLabel('Write the body as JSON').check();
  const json = form.getByRole('textbox', { name: 'Body as JSON' });
  expect(JSON.parse(await json.inputValue())).toEqual({ email, password: 'short' });
  await json.fill('{"email": ');
  await form.getByRole('button', { name: 'Send POST' }).click();
  await expect(form.getByLabel('Content of the answer')).toContainText('invalid_request');
});
