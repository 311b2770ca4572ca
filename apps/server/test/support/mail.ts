import { simpleParser, type ParsedMail } from 'mailparser';
import type { Environment } from '../../src/config.ts';
import { startApp, type TestApp } from './app.ts';
import type { DatabaseKind } from './databases.ts';
import { startMailServer, type MailServer } from './mail-server.ts';

export interface MailingApp {
  readonly app: TestApp;
  readonly server: MailServer;
  /** Lets the worker do what is due. @returns the mails that have arrived since the last time. */
  readonly deliver: () => Promise<ParsedMail[]>;
}

/** The service with a real mail server. Its worker works when it is told to. */
export async function startMailing(kind: DatabaseKind, environment: Environment = {}): Promise<MailingApp> {
  const server = await startMailServer();
  const app = await startApp(kind, {
    environment: { SMTP_URL: server.url, MAIL_FROM: 'Latchkey <auth@example.com>', ...environment },
  });
  let seen = 0;
  return {
    app,
    server,
    deliver: async () => {
      await app.service.services.mailWorker.run();
      const fresh = server.received.slice(seen);
      seen = server.received.length;
      return Promise.all(fresh.map((mail) => simpleParser(mail)));
    },
  };
}

/** What the outbox says of each mail, oldest first. */
export function outboxOf(app: TestApp) {
  return app.service.database.kysely
    .selectFrom('mails')
    .select(['id', 'recipient', 'template', 'state', 'attempts', 'failure', 'sealed_token as sealedToken'])
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}
