import { expect, test } from 'vitest';
import { eventually, pause } from '../support/eventually.ts';
import { readDatabase } from '../support/read-database.ts';
import { newInstallation, startServer } from '../support/server-process.ts';

test('without a mail server the terminal of this machine shows the link, and no log has it; anywhere else nothing does', async () => {
  for (const [HOST, isShown] of [
    ['127.0.0.1', true],
    ['0.0.0.0', false],
  ] as const) {
    const installation = await newInstallation('SQLite', { HOST });
    const server = await startServer(installation);
    await server.register();
    await server.post('/api/password-reset/', { email: 'user@example.com' });
    expect(server.stderr()).toMatch(/Mail +not set up \(SMTP_URL, MAIL_FROM\)/);
    const link = /\/account\/new-password\?token=[\w-]{32}/;
    const written = "select state from mails where template = 'reset password'";
    await eventually('the mail', async () => {
      const [mail] = await readDatabase(installation, written);
      return mail?.['state'] === (isShown ? 'kept' : 'waiting');
    });
    if (isShown) await eventually('the link', () => link.test(server.stderr()));
    else await pause(1_500);
    const { stdout, stderr } = await server.stop();
    expect(link.test(stderr)).toBe(isShown);
    expect(stdout).not.toMatch(/token=/);
  }
});
