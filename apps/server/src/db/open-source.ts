import type { Source } from './source.ts';

/**
 * Opens the database of another system, so that nothing can be changed in it.
 *
 * @param url `postgres://…`, `sqlite:FILE` or the path of a SQLite file.
 * @throws the driver's error where it cannot be reached or opened.
 */
export async function openSource(url: string): Promise<Source> {
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { openPostgresSource } = await import('./postgres/source.ts');
    return openPostgresSource(url);
  }
  const { openSqliteSource } = await import('./sqlite/source.ts');
  return openSqliteSource(url.replace(/^sqlite:/, ''));
}
