import { expect } from '@playwright/test';
import { admin } from '../support/admin-site.ts';
import { expectAccessible } from '../support/expect-accessible.ts';
import { test } from '../support/test.ts';

function setupLinkOf(output: string): string {
  const link = /http\S+\/admin\/setup#\S+/.exec(output)?.[0];
  if (link === undefined) throw new Error(`The server printed no set-up link:\n${output}`);
  return link;
}

test('from the link of the first start to a setting that holds at once, is in the history, and is taken back', async ({
  page,
  server,
  request,
}) => {
  await page.goto(setupLinkOf(server.output()));
  await expect(page.getByRole('heading', { name: 'Make the first admin' })).toBeVisible();
  expect(page.url()).toBe(`${server.url}/admin/setup`);
  await expectAccessible(page);

  const passwords = page.getByLabel('Password');
  await page.getByLabel('E-mail address').fill(admin.email);
  await passwords.first().fill(admin.password);
  await passwords.last().fill('something else');
  await page.getByRole('button').click();
  await expect(page.getByText('The two passwords differ.')).toBeVisible();
  await passwords.last().fill(admin.password);
  await page.getByRole('button').click();
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible();

  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('textbox', { name: 'Access token lifetime' }).fill('1m');
  await expect(page.getByText('1 minute', { exact: true })).toBeVisible();
  await expect(page.getByText('refreshes a second')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('changed', { exact: true })).toBeVisible();

  const lifetime = async (): Promise<unknown> => {
    const answer = await request.post('/api/login/', { data: admin });
    return ((await answer.json()) as { expires_in: number }).expires_in;
  };
  expect(await lifetime()).toBe(60);

  await page.getByRole('tab', { name: 'History' }).click();
  const row = page.getByRole('row', { name: 'Access token lifetime' });
  await expect(row).toContainText('the default');
  await expect(row).toContainText('1 minute');
  await expect(row).toContainText(admin.email);
  await row.getByRole('button', { name: 'Return' }).click();
  await expect(page.getByRole('row', { name: 'Access token lifetime' })).toHaveCount(2);
  expect(await lifetime()).toBe(30);
});

test('a link that was used leads to the sign-in, and one that is unknown says how to make another', async ({
  page,
  server,
  request,
}) => {
  await page.goto('/admin/setup#not-a-token-of-anybody');
  await page.getByLabel('E-mail address').fill(admin.email);
  for (const field of await page.getByLabel('Password').all()) await field.fill(admin.password);
  await page.getByRole('button').click();
  await expect(page.getByText('npm run latchkey -- admin link')).toBeVisible();
  await expectAccessible(page);

  const link = setupLinkOf(server.output());
  const token = new URL(link).hash.slice(1);
  expect((await request.post('/api/admin/setup/', { data: { token, ...admin } })).status()).toBe(201);
  // Another address first: what differs by the part behind the # alone is not loaded anew.
  await page.goto('/admin/login');
  await page.goto(link);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
