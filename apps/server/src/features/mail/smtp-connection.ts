import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpServer } from './smtp-server.ts';

const patienceMs = { connect: 10_000, greet: 10_000, silent: 30_000 };
const longestFailure = 300;

/** A connection that is not opened yet. */
export function createSmtpConnection(server: SmtpServer): SMTPConnection {
  return new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.requireTls,
    connectionTimeout: patienceMs.connect,
    greetingTimeout: patienceMs.greet,
    dnsTimeout: patienceMs.connect,
    socketTimeout: patienceMs.silent,
  });
}

/** Connects, and signs in where there is something to sign in with. Calls back once, or not at all: see its `error`. */
export function openSmtpConnection(
  connection: SMTPConnection,
  { auth }: SmtpServer,
  onOpen: (error: Error | null | undefined) => void,
): void {
  connection.connect((error) => {
    if (error || !auth) return onOpen(error);
    connection.login(auth, onOpen);
  });
}

/** One line of what the server said, or of what went wrong. */
export function describeFailure(error: Error | null | undefined): string {
  const { response } = (error ?? {}) as { response?: string };
  const text = response ?? error?.message ?? 'It failed without a reason.';
  return text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, longestFailure);
}
