import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/metrics/catalogue.ts';

const table = /^\| metric[^]*?(?=\n\n)/m;

/** The table of docs/monitoring.md, from the catalogue. */
function metricsTable(): string {
  const rows = Object.entries(catalogue).map(([name, { type, labels, help }]) => {
    const labelled = labels.length === 0 ? '' : labels.map((label) => `\`${label}\``).join(', ');
    return `| \`${name}\` | ${type} | ${labelled} | ${help} |`;
  });
  return `| metric | type | labels | what |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

test('docs/monitoring.md has every metric, as the source says; npm run openapi writes it anew', async () => {
  const file = fileURLToPath(new URL('../../../../docs/monitoring.md', import.meta.url));
  const page = await readFile(file, 'utf8');
  const expected = (await format(metricsTable(), { parser: 'markdown', printWidth: 110 })).trimEnd();
  if (process.env['WRITE_DOCUMENTS'])
    await writeFile(
      file,
      page.replace(table, () => expected),
    );
  else expect(table.exec(page)?.[0]).toBe(expected);
});
