import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { signIn } from '../account/steps.ts';
import { admin, openAsAdmin, typeCredentials, user, withAdmin } from '../support/admin-site.ts';
import { expectAccessible } from '../support/expect-accessible.ts';
import { linkOf } from '../support/mail-server.ts';
import { test } from '../support/mailing-test.ts';

const required = { ...withAdmin, EMAIL_VERIFICATION: 'required' };
const frameName = 'The mail as its receiver sees it';

/** Gives up where the mail is not in the list yet: it is made after the answer to whoever asked for it. */
async function showMail(page: Page, to: string): Promise<void> {
  await page
    .getByRole('button', { name: `to ${to}` })
    .first()
    .click({ timeout: 5_000 });
}

test.describe('with a mail server', () => {
  test.use({ more: required });

  test('the outbox shows what was sent, what failed and why, sends again, and masks every link', async ({
    page,
    request,
    mailServer,
    openBrowser,
  }) => {
    mailServer.refuse(true);
    await request.post('/api/register/', { data: user });
    await openAsAdmin(page, '/mails');
    const row = page.getByRole('row').filter({ hasText: user.email });
    await expect(async () => {
      await page.reload();
      await expect(row).toContainText('550 No such mailbox', { timeout: 1_000 });
    }).toPass();
    await expect(row).toContainText('Failed');
    await showMail(page, user.email);
    const frame = page.frameLocator(`iframe[title="${frameName}"]`);
    await expect(frame.getByRole('heading')).toHaveText('Confirm your e-mail address');
    await expect(frame.getByRole('link').last()).toHaveText(/verify\?token=•+$/);
    await page.getByRole('tab', { name: 'Text' }).click();
    await expect(page.getByLabel('Text of the mail')).toContainText(/verify\?token=•+\n/);
    await page.getByRole('button', { name: 'Close' }).click();

    mailServer.refuse(false);
    await row.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('button', { name: 'Send it again' }).click();
    const mail = await mailServer.next();
    await expect(async () => {
      await page.reload();
      await expect(row).toContainText('Sent', { timeout: 1_000 });
    }).toPass();
    await expect(row.getByRole('button', { name: 'Send again' })).toHaveCount(0);

    // Until the link was followed, signing in says so, and has another link sent.
    const owner = await openBrowser();
    await owner.goto('/account/sign-in');
    await typeCredentials(owner, user);
    await expect(owner.getByRole('alert')).toContainText('Confirm your e-mail address first');
    await owner.getByRole('button', { name: 'Send the mail again' }).click();
    await expect(owner.getByText('Another mail is on its way')).toBeVisible();
    const again = await mailServer.next();
    expect(linkOf(again)).not.toBe(linkOf(mail));
    await owner.goto(linkOf(again));
    await owner.getByRole('button').click();
    await expect(owner.getByRole('status')).toBeVisible();
    await signIn(owner, user);
  });
});

test.describe('without a mail server, on this machine', () => {
  test.use({ more: { ...withAdmin, SMTP_URL: '', MAIL_FROM: '' } });

  test('the outbox shows a mail as its receiver would see it, in the name, colour and language of the settings', async ({
    page,
    context,
    server,
  }) => {
    await openAsAdmin(page, '/settings');
    await page.getByLabel('Service name').fill('Söhne & <b>Co</b>');
    await page.getByLabel('Service colour').fill('red');
    await page.getByLabel('Service language').click();
    await page.getByRole('option', { name: 'de' }).click();
    await expect(page.getByText('a colour like #1f5c4d')).toBeVisible();
    await page.getByLabel('Service colour').fill('#aa2200');
    await page.getByLabel('E-mail verification').click();
    await page.getByRole('option', { name: 'required' }).click();
    await expect(page.getByText('nobody is kept from logging in')).toBeVisible();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);

    await page.request.post('/api/password-reset/', { data: { email: admin.email } });
    await page.goto('/admin/mails');
    const row = page.getByRole('row').filter({ hasText: admin.email });
    await expect(async () => {
      await page.reload();
      await expect(row).toContainText('Kept, not sent', { timeout: 1_000 });
    }).toPass();
    await page.setViewportSize({ width: 360, height: 740 });
    await showMail(page, admin.email);
    const frame = page.frameLocator(`iframe[title="${frameName}"]`);
    await expect(frame.getByText('Söhne & <b>Co</b>').first()).toBeVisible();
    const button = frame.getByRole('link', { name: 'Neues Passwort wählen' });
    await expect(button).toHaveCSS('background-color', 'rgb(170, 34, 0)');
    const opened = context.waitForEvent('page');
    await button.click();
    const form = await opened;
    await expect(form.getByLabel('Neues Passwort')).toBeVisible();
    expect(new URL(form.url()).origin).toBe(server.url);
    await form.close();
    // The checker runs a script in every frame, and this one runs none.
    await page.getByRole('tab', { name: 'Text' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Close' }).click();
    await expectAccessible(page);
  });

  test('no script of a mail runs where it is shown, and no form, frame or picture of it reaches a server', async ({
    browser,
    server,
  }) => {
    // Not watched: what is forbidden here is tried on purpose, and the browser complains.
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    let hits = 0;
    const attacker = createServer((_request, response) => {
      hits += 1;
      response.end();
    });
    await new Promise<void>((resolve) => void attacker.listen(0, '127.0.0.1', resolve));
    // A server that listens on a port has an address with one.
    const elsewhere = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`;
    await page.request.post('/api/password-reset/', { data: { email: admin.email } });
    const attack = "top.document.title = 'taken'";
    const html = `<h1>A mail</h1><script>${attack}</script><img src="x" onerror="${attack}">
      <img src="${elsewhere}/pixel"><iframe srcdoc="<script>${attack}</script>"></iframe>
      <form action="${elsewhere}/form"><button>Send</button></form><a href="javascript:${attack}">Click</a>`;
    await page.route('**/api/admin/mails/*/', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...((await response.json()) as object), html } });
    });
    await openAsAdmin(page, '/mails');
    await expect(async () => {
      await page.reload();
      await showMail(page, admin.email);
    }).toPass();
    const frame = page.frameLocator(`iframe[title="${frameName}"]`);
    await expect(frame.getByRole('heading')).toHaveText('A mail');
    await frame.getByRole('button').click();
    await frame.getByRole('link').click();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await page.title()).not.toBe('taken');
    expect(hits).toBe(0);
    attacker.close();
    // Opened by itself it is an empty page, and still forbidden to do anything.
    const policy = (await page.request.get(`${server.url}/admin/mail-frame`)).headers()[
      'content-security-policy'
    ];
    expect(policy).toMatch(/^default-src 'none'; .*frame-ancestors 'self'; sandbox (?!.*allow-scripts)/);
    await context.close();
  });
});
