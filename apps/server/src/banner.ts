import type { Config } from './config.ts';
import type { KeptMail } from './features/mail/index.ts';

/** Where things are, for whoever started the server. Shown, never logged: the link is a secret. */
export function banner(
  { publicUrl, database, post, isLoopback }: Config,
  setupLink: string | undefined,
): string {
  const storage =
    database.dialect === 'sqlite' ? `SQLite, ${database.file}` : `PostgreSQL, ${describeUrl(database.url)}`;
  return [
    '',
    `Latchkey serves at ${publicUrl}`,
    '',
    `  API       ${publicUrl}/api/`,
    `  Health    ${publicUrl}/health/ready`,
    `  Database  ${storage}`,
    `  Docs      ${publicUrl}/api/docs/`,
    `  Admin     ${publicUrl}/admin/`,
    `  Mail      ${describePost(post, isLoopback)}`,
    ...(setupLink === undefined
      ? []
      : [
          '',
          'There is no admin yet. Whoever opens this link within an hour becomes the first:',
          `  ${setupLink}`,
        ]),
    '',
    'Stop it with Ctrl+C.',
    '',
    '',
  ].join('\n');
}

function describePost(post: Config['post'], isLoopback: boolean): string {
  if (post) return `${post.server.host}:${post.server.port}, from ${post.from.address}`;
  const fate = isLoopback ? 'mails are shown here and in the admin site' : 'mails are kept and not sent';
  return `not set up (SMTP_URL, MAIL_FROM): ${fate}`;
}

/** A mail that is kept instead of sent, for whoever sits at the terminal. Never logged: its link is a secret. */
export function keptMail({ recipient, subject, link }: KeptMail): string {
  return `Mail for ${recipient}: ${subject}\n${link === undefined ? '' : `  ${link}\n`}\n`;
}

/** A database address without the password. */
export function describeUrl(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
}
