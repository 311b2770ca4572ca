import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** What the server does with the mail that is offered next. */
export type Reception =
  | 'accept'
  /** 451, at RCPT TO: not now. */
  | 'defer'
  /** 550, at RCPT TO: never. */
  | 'refuse'
  /** Takes the whole message, and cuts the connection in place of an answer. */
  | 'cut off after the message'
  /** Cuts the connection at RCPT TO. */
  | 'cut off before the message';

export interface MailServer {
  /** For SMTP_URL. */
  readonly url: string;
  /** Every message that came in whole, in the order of arrival: also those whose connection was cut off then. */
  readonly received: readonly Buffer[];
  /** Set what is done with the mail that is offered; it is called for each. */
  receive: (recipient: string) => Reception | Promise<Reception>;
  /** How many connections there have been. */
  readonly connections: () => number;
}

const refusals: Readonly<Partial<Record<Reception, Error>>> = {
  defer: Object.assign(new Error('Come back later'), { responseCode: 451 }),
  refuse: Object.assign(new Error('No such mailbox'), { responseCode: 550 }),
};

/** A real SMTP server. It ends with the test. */
export async function startMailServer(): Promise<MailServer> {
  const received: Buffer[] = [];
  let connections = 0;
  const receptions = new Map<string, Reception>();
  const smtp = new SMTPServer({
    logger: false,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onRcptTo({ address }, session, done) {
      Promise.resolve(server.receive(address)).then((reception) => {
        receptions.set(session.id, reception);
        if (reception === 'cut off before the message') cut(session.id);
        else done(refusals[reception] ?? null);
      }, done);
    },
    onData(stream, session, done) {
      buffer(stream).then((mail) => {
        received.push(mail);
        if (receptions.get(session.id) === 'cut off after the message') cut(session.id);
        else done();
      }, done);
    },
  });
  const cut = (sessionId: string): void => {
    for (const connection of smtp.connections) {
      if (connection.session.id === sessionId) connection._socket.destroy();
    }
  };
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    smtp.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
  const { port } = smtp.server.address() as AddressInfo;
  const server: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    received,
    receive: () => 'accept',
    connections: () => connections,
  };
  return server;
}

/** The link of a mail. @throws Error where it has none. */
export function linkIn(mail: ParsedMail | undefined): URL {
  const [link] = /http:\/\/\S+\?token=\S+/.exec(mail?.text ?? '') ?? [];
  if (link === undefined) throw new Error(`no link in: ${mail?.text ?? 'no mail'}`);
  return new URL(link);
}

/** The token of a mail's link. */
export function tokenIn(mail: ParsedMail | undefined): string {
  return linkIn(mail).searchParams.get('token') ?? '';
}
