import { createHash } from 'node:crypto';
import type { Snapshot } from '../db/snapshot.ts';
import { formatName, headerLine, type Header } from './format.ts';
import { keptTables } from './kept-tables.ts';

/**
 * The text of a backup, a piece at a time.
 *
 * @param onProgress is told how many rows are written.
 */
export async function* writeBackup(
  snapshot: Snapshot,
  header: Header,
  onProgress: (rows: number) => void,
): AsyncGenerator<string> {
  const digest = createHash('sha256');
  const hashed = (lines: readonly string[]): string => {
    const text = `${lines.join('\n')}\n`;
    digest.update(text);
    return text;
  };
  let total = 0;
  yield hashed([headerLine(header)]);
  for (const table of keptTables) {
    // A table of a later migration: the database is of an older version.
    const columns = snapshot.columns.get(table);
    if (!columns) continue;
    yield hashed([JSON.stringify({ table, columns })]);
    let rows = 0;
    for await (const page of snapshot.pages(table, columns)) {
      yield hashed(page.map((row) => JSON.stringify(row)));
      rows += page.length;
      onProgress(total + rows);
    }
    yield hashed([JSON.stringify({ rows })]);
    total += rows;
  }
  yield `${JSON.stringify({ end: formatName, rows: total, sha256: digest.digest('hex') })}\n`;
}
