import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server. It takes every mail, unless it is told otherwise. */
export interface MailServer {
  /** For SMTP_URL. */
  readonly url: string;
  /** Waits for the next mail that nobody has asked for yet. */
  next(): Promise<ParsedMail>;
  /** From now on it refuses every mail for good, or takes them again. */
  refuse(isRefusing: boolean): void;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const arrived: ParsedMail[] = [];
  const waiting: ((mail: ParsedMail) => void)[] = [];
  let isRefusing = false;
  const smtp = new SMTPServer({
    logger: false,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo(_address, _session, done) {
      done(isRefusing ? Object.assign(new Error('No such mailbox'), { responseCode: 550 }) : null);
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        const waiter = waiting.shift();
        if (waiter) waiter(mail);
        else arrived.push(mail);
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => {
    smtp.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address with one.
  const { port } = smtp.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    next() {
      const mail = arrived.shift();
      return mail ? Promise.resolve(mail) : new Promise((resolve) => waiting.push(resolve));
    },
    refuse: (refusing) => (isRefusing = refusing),
    stop: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
}

/** The link of a mail, out of its HTML: where its button leads. */
export function linkOf(mail: ParsedMail): string {
  const [, link] = /<a href="([^"]+\?token=[^"]+)"/.exec(String(mail.html)) ?? [];
  if (link === undefined) throw new Error(`no link in: ${mail.text ?? ''}`);
  return link;
}
