import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

export interface Outcome {
  code: number | null;
  out: string;
  errors: string;
}

export interface Project {
  /** Runs a line of shell in the project; the package's command is on the PATH. */
  shell: (line: string) => Outcome;
  /** Runs a module that stands in the project. */
  node: (code: string) => Outcome;
  /** Checks the types of a module that stands in the project; the errors, if there are any. */
  typeCheck: (code: string) => string;
  /** Where the package is installed. */
  packageFolder: string;
  remove: () => void;
}

/** A project of somebody else's, with the freshly built package installed as npm would do it: `files` and no more. */
export function projectWithPackage(): Project {
  const folder = mkdtempSync(join(tmpdir(), 'game-score-'));
  const packageFolder = join(folder, 'node_modules/game-score');
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  execFileSync(process.execPath, [
    tsc,
    '-p',
    join(source, 'tsconfig.build.json'),
    '--outDir',
    join(packageFolder, 'dist'),
  ]);
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as {
    files: string[]; // the package's own file
    bin: Record<string, string>;
  };
  for (const entry of ['package.json', ...manifest.files.filter((name) => name !== 'dist')]) {
    cpSync(join(source, entry), join(packageFolder, entry), { recursive: true });
  }
  for (const [name, path] of Object.entries(manifest.bin)) {
    symlinkSync(join(packageFolder, path), join(folder, 'node_modules/.bin', name));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');

  const run = (command: string, args: string[]): Outcome => {
    const path = [join(folder, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
    const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: path } } as const;
    const { status, stdout, stderr } = spawnSync(command, args, options);
    return { code: status, out: stdout, errors: stderr };
  };
  return {
    shell: (line) => run('sh', ['-c', line]),
    node: (code) => {
      writeFileSync(join(folder, 'main.js'), code);
      return run(process.execPath, ['main.js']);
    },
    typeCheck: (code) => {
      writeFileSync(join(folder, 'main.ts'), code);
      const flags = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022', '--module', 'nodenext'];
      return run(process.execPath, [tsc, ...flags, 'main.ts']).out;
    },
    packageFolder,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
