import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { fillPage } from '../../../../bench/report/page.ts';
import { picture } from '../../../../bench/report/picture.ts';
import type { Results } from '../../../../bench/report/results.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

// The benchmark wrote it.
const results = JSON.parse(read('bench/results.json')) as Results;

test('docs/performance.md and its picture say what bench/results.json says: no figure is typed by hand', async () => {
  const page = read('docs/performance.md');
  const config = await resolveConfig(join(root, 'docs/performance.md'));
  const written = await format(fillPage(page, results), { ...config, parser: 'markdown' });
  const drawn = picture(results);
  if (process.env['WRITE_DOCUMENTS']) {
    writeFileSync(join(root, 'docs/performance.md'), written);
    writeFileSync(join(root, 'docs/pictures/performance.svg'), drawn);
    return;
  }
  expect(page).toBe(written);
  expect(read('docs/pictures/performance.svg')).toBe(drawn);
});
