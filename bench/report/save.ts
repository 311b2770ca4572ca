import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../measure/program.ts';
import { fillPage } from './page.ts';
import { picture } from './picture.ts';
import { writeResults, type Results } from './results.ts';

/** Writes the results, and what is made of them: the tables of the page, and its picture. */
export async function save(results: Results): Promise<void> {
  await writeResults(results);
  const page = join(root, 'docs/performance.md');
  const filled = fillPage(readFileSync(page, 'utf8'), results);
  writeFileSync(page, await format(filled, { ...(await resolveConfig(page)), parser: 'markdown' }));
  writeFileSync(join(root, 'docs/pictures/performance.svg'), picture(results));
}
