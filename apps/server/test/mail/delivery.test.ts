import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { fromCommandLine } from '../../src/lib/origin.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { outboxOf, startMailing, type MailingApp } from '../support/mail.ts';

/** Writes mails to one account, straight into the outbox. */
async function fill({ app }: MailingApp, number: number): Promise<void> {
  const { id, email } = await app.register();
  const { database, outbox } = app.service.services;
  await database.kysely.transaction().execute(async (trx) => {
    for (let one = 0; one < number; one += 1)
      await outbox.write(trx, {
        template: 'test',
        to: { id, email: `${one}-${email}` },
        now: app.clock.now(),
      });
  });
}

const header =
  (name: string) =>
  (mail: Buffer): string =>
    new RegExp(`^${name}: (.*)\\r$`, 'm').exec(mail.toString())?.[1] ?? '';

/** Lets time pass until no mail waits any more. */
async function deliverAll({ app }: MailingApp): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    await app.service.services.mailWorker.run();
    const rows = await outboxOf(app);
    if (!rows.some(({ state }) => state === 'waiting')) return;
    app.clock.advance(3_600);
  }
  throw new Error('mails are waiting still');
}

test('of 1,000 mails through a server that refuses every third try, each arrives once or is told to have failed', async () => {
  const mailing = await startMailing('PostgreSQL');
  await fill(mailing, 1_000);
  let tries = 0;
  mailing.server.receive = (recipient) => {
    tries += 1;
    if (recipient.startsWith('7-')) return 'refuse';
    return tries % 3 === 0 ? 'defer' : 'accept';
  };
  await deliverAll(mailing);
  const arrived = mailing.server.received.map(header('Message-ID'));
  expect(new Set(arrived).size, 'none twice').toBe(arrived.length);
  expect(tries).toBeGreaterThan(1_450);
  const rows = await outboxOf(mailing.app);
  const failed = rows.filter(({ state }) => state === 'failed');
  expect(failed.map(({ recipient, failure }) => [recipient, failure])).toEqual([
    ['7-user@example.com', '550 No such mailbox'],
  ]);
  const sent = rows.filter(({ state }) => state === 'sent').map(({ id }) => `<${id}@example.com>`);
  expect(sent).toHaveLength(999);
  expect([...arrived].sort()).toEqual(sent.sort());
}, 120_000);

test('several nodes send no mail twice', async () => {
  const mailing = await startMailing('PostgreSQL');
  await fill(mailing, 60);
  const other = await mailing.app.another();
  const nodes = [mailing.app, other];
  await Promise.all(nodes.map(({ service }) => service.services.mailWorker.run()));
  const recipients = mailing.server.received.map(header('To'));
  expect(recipients).toHaveLength(60);
  expect(new Set(recipients).size).toBe(60);
});

onEveryDatabase('the mail worker', (kind) => {
  test('a mail that was cut off after its message is uncertain, and is sent again by an admin alone', async () => {
    const mailing = await startMailing(kind);
    const { app, server, deliver } = mailing;
    await fill(mailing, 1);
    server.receive = () => 'cut off after the message';
    const [first] = await deliver();
    const [row] = await outboxOf(app);
    expect(row).toMatchObject({ state: 'uncertain', attempts: 1 });
    server.receive = () => 'accept';
    app.clock.advance(48 * 3_600);
    expect(await deliver(), 'not by itself').toEqual([]);
    await app.service.services.outboxService.sendAgain(row?.id ?? '', fromCommandLine);
    const [again] = await deliver();
    expect(again?.messageId).toBe(`<${row?.id ?? ''}@example.com>`);
    expect(again?.messageId, 'whoever has both can tell').toBe(first?.messageId);
    expect(await outboxOf(app)).toMatchObject([{ state: 'sent' }]);
  });

  test('what failed before its message is tried again, ever later, and given up after a day', async () => {
    const mailing = await startMailing(kind);
    const { app, server, deliver } = mailing;
    await fill(mailing, 1);
    server.receive = () => 'cut off before the message';
    await deliver();
    expect(await outboxOf(app)).toMatchObject([{ state: 'waiting', attempts: 1 }]);
    await deliver();
    expect(server.connections(), 'not before its time').toBe(1);
    app.clock.advance(31);
    await deliver();
    expect(server.connections()).toBe(2);
    await deliverAll(mailing);
    expect(server.received).toEqual([]);
    const [row] = await outboxOf(app);
    expect(row).toMatchObject({ state: 'failed', failure: expect.stringMatching(/^Given up: ./) as string });
    expect(row?.attempts).toBeGreaterThan(20);
  });

  test('what a killed process was sending waits again, or is uncertain if its message was on its way', async () => {
    const mailing = await startMailing(kind);
    const { app, deliver } = mailing;
    await fill(mailing, 2);
    const [one, two] = await outboxOf(app);
    const { kysely } = app.service.database;
    const claimed = {
      state: 'sending',
      claim: 'of a process that is gone',
      claimed_at: app.clock.now(),
    } as const;
    await kysely.updateTable('mails').set(claimed).execute();
    await kysely
      .updateTable('mails')
      .set({ handed_over_at: app.clock.now() })
      .where('id', '=', one?.id ?? '')
      .execute();
    expect(await deliver(), 'it may be alive').toEqual([]);
    app.clock.advance(301);
    const [arrived] = await deliver();
    expect(arrived?.messageId).toBe(`<${two?.id ?? ''}@example.com>`);
    expect((await outboxOf(app)).map(({ state }) => state).sort()).toEqual(['sent', 'uncertain']);
  });

  test('a node that lost its mail to another sends nothing of it', async () => {
    const mailing = await startMailing(kind);
    const { app, server, deliver } = mailing;
    await fill(mailing, 1);
    // Between RCPT and DATA somebody else claims it.
    server.receive = async (): Promise<'accept'> => {
      await app.service.database.kysely.updateTable('mails').set({ claim: 'of another node' }).execute();
      return 'accept';
    };
    await deliver();
    expect(server.received).toEqual([]);
    expect(await outboxOf(app)).toMatchObject([{ state: 'sending' }]);
  });
});

test('a mail server that says nothing delays mails and nothing else, and no stop of the service', async () => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => {
    silent.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const { port } = silent.address() as AddressInfo;
  const { app } = await startMailing('SQLite', { SMTP_URL: `smtp://127.0.0.1:${port}` });
  await app.register();
  await app.post('/api/password-reset/', { email: 'user@example.com' });
  const { mailWorker } = app.service.services;
  const working = mailWorker.run();
  await eventually('a connection', () => sockets.size > 0);
  await app.login();
  expect((await app.post('/api/password-reset/', { email: 'user@example.com' })).status).toBe(202);
  mailWorker.stop();
  await working;
  expect(await outboxOf(app)).toMatchObject([{ state: 'waiting', attempts: 1 }]);
});
