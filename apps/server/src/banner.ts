import type { Config } from './config.ts';

/** Where things are, for whoever started the server. Shown, never logged: the link is a secret. */
export function banner({ publicUrl, database }: Config, setupLink: string | undefined): string {
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

/** A database address without the password. */
export function describeUrl(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
}
