import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** A project of somebody else's, with the package that npm would publish. */
export interface Project {
  readonly packageFolder: string;
  readonly tarball: Buffer;
  /** Runs a module that stands in the project. @returns what it prints. */
  node(code: string): string;
  /**
   * Checks the types of a module that stands in the project, and those of the package with it.
   *
   * @returns the lines that do not compile; for an error in another file its name.
   */
  faultyLines(lines: readonly string[]): readonly string[];
  remove(): void;
}

/**
 * Packs the freshly built package and what it needs, and installs all from the tarballs. Asks no registry, and leaves alone
 * what others import at the same time.
 *
 * @param source the folder of the package, with a tsconfig.build.json.
 * @param needs the folders of the packages that it depends on.
 */
export function installPackage(source: string, needs: readonly string[] = []): Project {
  const folder = mkdtempSync(join(tmpdir(), 'package-check-'));
  const draft = join(folder, 'draft');
  run(
    process.execPath,
    [tsc, '-p', join(source, 'tsconfig.build.json'), '--outDir', join(draft, 'dist')],
    source,
  );
  for (const file of ['package.json', 'README.md', 'LICENSE']) cpSync(join(source, file), join(draft, file));
  const packing = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const tarballs = run('npm', [...packing, draft, ...needs], folder)
    .trim()
    .split('\n');

  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
  const files = tarballs.map((name) => join(folder, name));
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...files], project);

  const { name } = JSON.parse(readFileSync(join(draft, 'package.json'), 'utf8')) as { name: string };
  const typeCheck = (code: string): string => {
    writeFileSync(join(project, 'main.ts'), code);
    const flags = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022,dom'];
    const args = [tsc, ...flags, '--module', 'nodenext', 'main.ts'];
    return spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' }).stdout;
  };

  return {
    packageFolder: join(project, 'node_modules', name),
    tarball: readFileSync(files[0] ?? ''),
    node(code) {
      writeFileSync(join(project, 'main.js'), code);
      return run(process.execPath, ['main.js'], project);
    },
    faultyLines: (lines) =>
      Array.from(typeCheck(lines.join('\n')).matchAll(/^([^\s(]+)\((\d+),/gm), ([, file = '', line]) =>
        file === 'main.ts' ? (lines[Number(line) - 1] ?? '') : file,
      ),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function run(command: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed.\n${stdout}${stderr}`);
  return stdout;
}
