import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { rows } from '../../../../bench/report/rows.ts';
import { watch } from '../support/child-process.ts';

const script = fileURLToPath(new URL('../../../../scripts/bench.mjs', import.meta.url));

/** The Django reference is no part of the repository; where others load the machine, better-auth's hash takes seconds. */
const mayBeMissing: readonly string[] = [
  rows['me-django'],
  rows['refresh-django'],
  rows['login-better-auth'],
].map(({ title }) => title);

test('npm run bench can fill every row of its table', { timeout: 300_000 }, async () => {
  const { PATH, HOME, TMPDIR } = process.env;
  const bench = watch(process.execPath, [script, '--quick'], { PATH, HOME, TMPDIR });
  const { code, stdout, stderr } = await bench.exited;
  expect(code, stderr).toBe(0);
  for (const { title } of Object.values(rows)) {
    const line = stdout.split('\n').find((each) => each.startsWith(`| ${title} |`)) ?? '';
    if (mayBeMissing.includes(title)) expect(line).toMatch(/\d|not here/);
    else expect(line, title).toMatch(/^\| .* \| \d/);
  }
});
