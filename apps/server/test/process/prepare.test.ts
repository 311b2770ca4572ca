import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { watch, type Exit } from '../support/child-process.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

interface Clone {
  readonly folder: string;
  readonly server: string;
  readonly prepare: () => Promise<Exit>;
}

/** A clone of the repository whose server is one small file, with the dependencies of this one. */
async function createClone(): Promise<Clone> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-clone-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const server = join(folder, 'apps/server');
  await mkdir(join(server, 'src'), { recursive: true });
  await cp(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
  for (const file of ['tsconfig.base.json', 'package-lock.json']) {
    await cp(join(root, file), join(folder, file), { preserveTimestamps: true });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(server, 'package.json'), '{ "type": "module" }');
  await writeFile(join(server, 'src/main.ts'), `export const words: string[] = ['first'];\n`);
  await mkdir(join(server, 'src/lib'));
  await writeFile(join(server, 'src/lib/hash-thread.mjs'), '');
  await writeFile(join(server, 'src/cli.ts'), `export const command: string = 'latchkey';\n`);
  const script = `import { prepare } from ${JSON.stringify(join(folder, 'scripts/prepare.mjs'))}; prepare();`;
  const args = ['--input-type=module', '-e', script];
  return {
    folder,
    server,
    prepare: () => watch(process.execPath, args, { PATH: process.env['PATH'] }).exited,
  };
}

test('a command builds what has changed, and a build that fails leaves the one before it', async () => {
  const { server, prepare } = await createClone();
  const built = { code: 0, stdout: '', stderr: 'Building apps/server …\n' };
  expect(await prepare()).toEqual(built);
  expect(await prepare()).toEqual({ ...built, stderr: '' });
  const write = (words: string): Promise<void> =>
    writeFile(join(server, 'src/main.ts'), `export const words: string[] = ${words};\n`);
  await write(`['second']`);
  expect(await prepare()).toEqual(built);

  await write(`['third'`);
  const { code, stderr } = await prepare();
  expect(stderr).toMatch(/main\.ts[^]*The build failed\.\n$/);
  expect(code).toBe(1);
  expect(await readFile(join(server, 'dist/main.js'), 'utf8')).toContain('second');
  expect(await readdir(join(server, 'node_modules'))).toEqual([]);
});

test('commands that build at the same time all find a whole build', async () => {
  const { server, prepare } = await createClone();
  const exits = await Promise.all([prepare(), prepare()]);
  expect(exits.map(({ code }) => code)).toEqual([0, 0]);
  expect(await readdir(join(server, 'dist'))).toEqual([
    '.built-from',
    'cli.js',
    'cli.js.map',
    'hash-thread.mjs',
    'main.js',
    'main.js.map',
    'reference',
    'third-party-licenses.txt',
  ]);
});

test('a site is built beside the server, compressed, and built anew when its page changes', async () => {
  const { folder, server, prepare } = await createClone();
  const site = join(folder, 'apps/admin');
  await mkdir(join(site, 'src'), { recursive: true });
  await writeFile(join(site, 'index.html'), '<script type="module" src="/src/main.ts"></script>');
  await writeFile(join(site, 'vite.config.ts'), `export default { base: '/admin/' };\n`);
  await writeFile(join(site, 'tsconfig.json'), '{}');
  await writeFile(join(site, 'src/main.ts'), `document.title = '${'long '.repeat(500)}';\n`);
  expect(await prepare()).toMatchObject({ stderr: 'Building apps/server …\nBuilding apps/admin …\n' });
  expect(await prepare()).toMatchObject({ stderr: '' });
  expect(await readFile(join(server, 'sites/admin/index.html'), 'utf8')).toMatch(
    /src="\/admin\/assets\/[\w-]+\.js"/,
  );
  const endings = (await readdir(join(server, 'sites/admin/assets'))).map((name) =>
    name.replace(/^[\w-]+/, ''),
  );
  expect(endings.sort()).toEqual(['.js', '.js.br', '.js.gz']);

  await writeFile(join(site, 'index.html'), '<title>Other</title>');
  expect(await prepare()).toMatchObject({ code: 0, stderr: 'Building apps/admin …\n' });
});
