import { isIP } from 'node:net';

/** The server that takes the mails. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`); otherwise STARTTLS where the server offers it. */
  readonly secure: boolean;
  /** Refuses to go on without TLS: a password is not sent in the clear, except to this machine itself. */
  readonly requireTls: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
}

/** Whom mails are from. */
export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** Reads `smtp://USER:PASSWORD@HOST:PORT` or `smtps://…`. @returns undefined where it cannot be read. */
export function parseSmtpUrl(text: string): SmtpServer | undefined {
  if (!/^smtps?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  if (!hostname || !['', '/'].includes(pathname) || search || hash) return undefined;
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = protocol === 'smtps:';
  const auth = username ? { user: decode(username), pass: decode(password) } : undefined;
  if (auth && (auth.user === undefined || auth.pass === undefined)) return undefined;
  return {
    host,
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    requireTls: !secure && auth !== undefined && !isLoopback(host),
    auth:
      auth?.user !== undefined && auth.pass !== undefined ? { user: auth.user, pass: auth.pass } : undefined,
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Whether a host is this machine itself, reached by nobody else. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Reads `address` or `Name <address>`.
 *
 * @returns undefined where it cannot be read, or would break out of its header.
 */
export function parseSender(text: string): Sender | undefined {
  const [, name = '', bracketed, plain] = /^(?:(.*?)\s*<([^<>]+)>|([^<>]+))$/u.exec(text.trim()) ?? [];
  const address = (bracketed ?? plain ?? '').trim();
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(text) || !/^[^\s@",;:\\()[\]]+@[^\s@",;:\\()[\]]+$/u.test(address))
    return undefined;
  return { name: name.replace(/^"(.*)"$/, '$1'), address };
}
