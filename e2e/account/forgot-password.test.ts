import { expect } from '@playwright/test';
import { expectAccessible } from '../support/expect-accessible.ts';
import { linkOf } from '../support/mail-server.ts';
import { test } from '../support/mailing-test.ts';
import { expectHeading, logIn, makeAccount, signIn, user } from './steps.ts';

test('a forgotten password is set anew through the mail, without any script, and every session ends', async ({
  browser,
  server,
  page,
  request,
  mailServer,
}) => {
  await makeAccount(request);
  const other = await logIn(request);
  await page.goto('/account/sign-in');
  const href = await page.getByRole('link', { name: 'Forgot your password?' }).getAttribute('href');

  const context = await browser.newContext({
    baseURL: server.url,
    javaScriptEnabled: false,
    colorScheme: 'dark',
  });
  const plain = await context.newPage();
  const referrers: string[] = [];
  plain.on('request', (sent) => referrers.push(sent.headers()['referer'] ?? ''));
  await plain.goto(href ?? '');
  await expectHeading(plain, 'Forgot your password?');
  // The browser takes it; mail would not.
  await plain.getByLabel('E-mail address').fill('nobody@nowhere');
  await plain.getByRole('button', { name: 'Send the link' }).click();
  await expect(plain.getByLabel('E-mail address')).toHaveAccessibleDescription(/user@example.com/);
  await plain.getByLabel('E-mail address').fill(user.email);
  await plain.getByRole('button', { name: 'Send the link' }).click();
  await expect(plain.getByRole('status')).toContainText('If there is an account');

  const link = linkOf(await mailServer.next());
  await plain.goto(link);
  await expectHeading(plain, 'Choose a new password');
  await plain.getByLabel('New password').fill('short');
  await plain.getByRole('button', { name: 'Set the password' }).click();
  await expect(plain.getByLabel('New password')).toHaveAccessibleDescription(/at least 8 characters/);
  await plain.getByLabel('New password').fill('a whole new password');
  await plain.getByRole('button', { name: 'Set the password' }).click();
  await expect(plain.getByRole('status')).toContainText('The new password is set');
  expect(plain.url(), 'no token is left in the address').toBe(`${server.url}/account/new-password`);

  await plain.goto(link);
  await plain.getByLabel('New password').fill('yet another password');
  await plain.getByRole('button', { name: 'Set the password' }).click();
  await expect(plain.getByRole('alert')).toContainText('This link does not work any longer');
  expect(referrers.join(''), 'no page tells where its visitor came from').toBe('');
  await context.close();

  const gone = await request.get('/api/me/sessions/', { headers: { authorization: `Bearer ${other}` } });
  expect(gone.status(), 'the session of before has ended').toBe(401);
  await signIn(page, { ...user, password: 'a whole new password' });
  expect(server.output()).not.toContain(new URL(link).searchParams.get('token'));
});

test('every page that a mail leads to is accessible', async ({ page }) => {
  for (const name of ['forgot-password', 'new-password?token=x', 'verify?token=x', 'not-me?token=x']) {
    await page.goto(`/account/${name}`);
    await expectAccessible(page);
  }
});
