import { expect, type APIRequestContext, type Page } from '@playwright/test';

export const admin = { email: 'root@example.com', password: 'correct horse battery' };

/** A server with an admin from the start. */
export const withAdmin = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password };

export const user = { email: 'user@example.com', password: 'another horse battery' };

/** Registers somebody who is no admin. @returns the account's id. */
export async function registerUser(request: APIRequestContext): Promise<number> {
  const answer = await request.post('/api/register/', { data: user });
  expect(answer.status()).toBe(201);
  return ((await answer.json()) as { id: number }).id;
}

/** Types an address and a password into the sign-in page. */
export async function typeCredentials(page: Page, { email, password } = admin): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Opens a page of the admin site, signing in on the way. */
export async function openAsAdmin(page: Page, path = '/'): Promise<void> {
  await page.goto(`/admin${path}`);
  await typeCredentials(page);
  await expect(page.getByRole('navigation', { name: 'Pages', exact: true })).toBeVisible();
}
