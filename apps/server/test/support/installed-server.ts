import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Environment } from '../../src/config.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Files by the ten thousands, where npm has installed what the build needs. */
const removalPatienceMs = 300_000;

/** A folder that goes with the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-deploy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }), removalPatienceMs);
  return folder;
}

/** Runs a command line of a page or of an image. @returns what it prints. @throws Error with what it said. */
export function runInFolder(folder: string, commandLine: string, environment: Environment = {}): string {
  return execFileSync('sh', ['-ec', commandLine], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, npm_config_fund: 'false', npm_config_audit: 'false', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Installs the package of the server in an empty folder, without what only its development needs. */
export function installServer(): string {
  const folder = scratchFolder();
  const installation = join(folder, 'installation');
  mkdirSync(installation);
  runInFolder(root, `npm pack -w apps/server --pack-destination ${folder}`);
  runInFolder(installation, 'npm install --omit=dev --prefer-offline ../latchkey-*.tgz');
  return installation;
}

/** What stands in a folder of an installation. */
export function sizeOf(installation: string): { packages: number; bytes: number } {
  const modules = join(installation, 'node_modules');
  const { packages } = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  const files = readdirSync(modules, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const bytes = files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
  return { packages: Object.keys(packages).length, bytes };
}

/** Starts a command as somebody at a terminal does, whose Ctrl+C reaches all that it starts. */
export function startAtTerminal(
  folder: string,
  command: string,
  args: readonly string[],
  environment: Environment,
): { interrupt(): void; exited: Promise<void> } {
  const child = spawn(command, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    stdio: 'ignore',
    detached: true,
  });
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch {
      // All of them are gone.
    }
  };
  onTestFinished(() => signal('SIGKILL'));
  const exited = new Promise<void>((resolve, reject) => {
    child.on('error', reject).on('exit', () => resolve());
  });
  return { interrupt: () => signal('SIGINT'), exited };
}
