import { startMailServer, type MailServer } from './mail-server.ts';
import type { Environment } from './start-server.ts';
import { test as base } from './test.ts';

interface Mailing {
  /** Of the server, besides its mail server. Set it with `test.use({ more: { … } })`. */
  readonly more: Environment;
  readonly mailServer: MailServer;
}

/** `test` with a mail server of its own. */
export const test = base.extend<Mailing>({
  more: [{}, { option: true }],

  // Playwright finds out from the pattern that nothing else is needed.
  // eslint-disable-next-line no-empty-pattern
  mailServer: async ({}, use) => {
    const mailServer = await startMailServer();
    await use(mailServer);
    await mailServer.stop();
  },

  environment: async ({ mailServer, more }, use) =>
    use({ SMTP_URL: mailServer.url, MAIL_FROM: 'auth@example.com', ...more }),
});
