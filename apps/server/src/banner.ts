import type { Config } from './config.ts';

/** Where things are, for whoever started the server. */
export function banner({ publicUrl, database }: Config): string {
  const storage =
    database.dialect === 'sqlite' ? `SQLite, ${database.file}` : `PostgreSQL, ${describeUrl(database.url)}`;
  return [
    '',
    `Latchkey serves at ${publicUrl}`,
    '',
    `  API       ${publicUrl}/api/`,
    `  Health    ${publicUrl}/health/ready`,
    `  Database  ${storage}`,
    '  Docs      README.md, and docs/ beside it',
    '  Admin     make an admin with: npm run latchkey -- admin create EMAIL',
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
