import { expect, type APIRequestContext, type Page } from '@playwright/test';

export const user = { email: 'user@example.com', password: 'correct horse battery' };

/** Makes the account over the API, for tests that are about what comes after. */
export async function makeAccount(request: APIRequestContext): Promise<void> {
  const answer = await request.post('/api/register/', { data: user });
  expect(answer.status()).toBe(201);
}

/** Begins a session over the API, as another program would. @returns its access token. */
export async function logIn(request: APIRequestContext, data = user): Promise<string> {
  const answer = await request.post('/api/login/', { data });
  expect(answer.status()).toBe(200);
  // The contract's answer to a login.
  return ((await answer.json()) as { access_token: string }).access_token;
}

export async function signIn(page: Page, { email, password } = user): Promise<void> {
  await page.goto('/account/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expectHeading(page, 'Profile');
}

export async function expectHeading(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}
