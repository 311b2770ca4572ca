import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import { expectRefusal } from '../support/expect-refusal.ts';
import { startMailServer } from '../support/mail-server.ts';
import { readDatabase, writeDatabase } from '../support/read-database.ts';
import { runLatchkey } from '../support/server-process.ts';
import { startBeside } from '../support/start-beside.ts';

test('latchkey mail lists the outbox without any token, and sends again what has come to rest', async () => {
  const { server, installation } = await startBeside('SQLite');
  const run = (...args: string[]) => runLatchkey(installation, ['mail', ...args]);
  const { id: other } = await server.register('other@example.com');
  const { id } = await server.register();
  const { database, outbox } = server.service.services;
  const now = server.clock.now();
  const receiver = { id, email: 'user@example.com' };
  const link = { token: 'a-token-for-its-receiver-alone', linkExpiresAt: now + 3_600_000 };
  await database.kysely.transaction().execute(async (trx) => {
    await outbox.write(trx, { template: 'reset password', to: receiver, now, ...link });
    await outbox.write(trx, { template: 'password changed', to: receiver, now: now + 1 });
    await outbox.write(trx, {
      template: 'test',
      to: { id: other, email: 'other@example.com' },
      now: now + 2,
    });
  });
  await writeDatabase(
    installation,
    `update mails set id = '-h' || id, state = 'failed', failure = '550 No such mailbox', attempts = 3
     where template = 'password changed'`,
  );
  const [all, failed, ofOther, unknown] = await Promise.all([
    run('list'),
    run('list', '--state', 'failed'),
    run('list', '--account', 'Other@Example.com', '--limit', '1'),
    run('list', '--state', 'lost'),
  ]);
  const [mail] = await readDatabase(installation, "select id from mails where state = 'failed'");
  const failedId = String(mail?.['id']);
  const templates = [...all.stdout.matchAll(/waiting|failed {3}|test|password changed|reset password/g)];
  expect(
    templates.map(([word]) => word.trim()),
    'newest first',
  ).toEqual([...['waiting', 'test', 'failed', 'password changed', 'waiting', 'reset password']]);
  expect(all.stdout).not.toContain(link.token);
  expect(failed.stdout).toContain(
    `user@example.com  (${failedId})\n    after 3 tries: 550 No such mailbox\n`,
  );
  expect(ofOther.stdout).toMatch(/^\S+ {2}waiting {4}test {17}other@example\.com {2}\(\S+\)\n$/);
  expectRefusal(unknown, 'There is no state lost. There are: waiting, sending, ');

  const again = await run('again', failedId, 'no-such-id');
  expect(again.stdout).toBe('1 mail waits to be sent again, by the running server.\n');
  expect(again).toMatchObject({ code: 1, stderr: 'no-such-id: There is no mail with this id.\n' });
  expect(await readDatabase(installation, 'select distinct state from mails')).toEqual([
    { state: 'waiting' },
  ]);
  expectRefusal(await run('again', failedId), `${failedId}: It has been sent, or is waiting already.`);
  const events = "select source from audit_events where event = 'mail.sent_again'";
  expect(await readDatabase(installation, events)).toEqual([{ source: 'command line' }]);
});

test('latchkey mail test sends a mail now, or says exactly what failed', async () => {
  const smtp = await startMailServer();
  const environment = { SMTP_URL: smtp.url, MAIL_FROM: 'Latchkey <auth@example.com>' };
  const { installation } = await startBeside('SQLite', environment);
  const run = (more: Record<string, string>, address: string) =>
    runLatchkey({ ...installation, ...more }, ['mail', 'test', address]);
  const where = smtp.url.slice('smtp://'.length);
  expect(await run({}, 'me@example.com')).toEqual({
    code: 0,
    stderr: '',
    stdout: `${where} has taken the mail to me@example.com. Whether it arrives is up to that server.\n`,
  });
  const [received] = smtp.received;
  expect(await simpleParser(received ?? '')).toMatchObject({ subject: 'A test of Latchkey' });

  smtp.receive = (address) => (address.startsWith('never') ? 'refuse' : 'cut off after the message');
  const [refused, cut, away, noServer, noAddress, rejected] = await Promise.all([
    run({}, 'never@example.com'),
    run({}, 'cut@example.com'),
    run({ SMTP_URL: 'smtp://127.0.0.1:9' }, 'me@example.com'),
    run({ SMTP_URL: '' }, 'me@example.com'),
    run({}, 'me'),
    // This one knows no AUTH: a password cannot even be offered.
    run({ SMTP_URL: `smtp://user:hunter2hunter2@${where}` }, 'me@example.com'),
  ]);
  expectRefusal(refused, `${where} refuses the mail: 550 No such mailbox`);
  expectRefusal(cut, `${where} was given the mail and did not say whether it has taken it: `);
  expectRefusal(away, '127.0.0.1:9 cannot be used: connect ECONNREFUSED');
  expectRefusal(noServer, 'There is no mail server: set SMTP_URL and MAIL_FROM');
  expectRefusal(noAddress, 'me is not an e-mail address');
  expect(rejected).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `${where} cannot be used: 500 Error: command not recognized\n`,
  });
  expect(rejected.stderr).not.toContain('hunter2');
});
