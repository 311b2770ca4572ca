import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { builtProgram, watch } from '../support/child-process.ts';

const processes = [1, 2, 3, 4];
const files = 25;

/** Opens new files one after the other, each at a moment that all processes know. */
const program = `
  const { openSqlite } = await import(process.argv[1]);
  const begin = Number(process.argv[3]);
  for (let file = 0; file < ${files}; file += 1) {
    while (Date.now() < begin + file * 60);
    await openSqlite(process.argv[2] + '/' + file).close();
  }
`;

/** The file of the built server that opens SQLite files. */
async function builtOpening(): Promise<string> {
  const built = dirname(builtProgram('main.js'));
  for (const file of (await readdir(built)).filter((name) => name.endsWith('.js'))) {
    if (/^export \{ openSqlite \};$/m.test(await readFile(join(built, file), 'utf8')))
      return join(built, file);
  }
  throw new Error('No file of the built server exports openSqlite.');
}

test('processes that open a new SQLite file at the same moment all open it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const module = await builtOpening();
  const begin = String(Date.now() + 1_500);
  const run = processes.map(() =>
    watch(process.execPath, ['-e', program, '--input-type=module', module, folder, begin], {}),
  );
  for (const { exited } of run) expect(await exited).toMatchObject({ code: 0, stderr: '' });
});
