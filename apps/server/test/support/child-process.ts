import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Environment } from '../../src/config.ts';

/** How a process ended, and all that it wrote. */
export interface Exit {
  /** null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Process {
  readonly pid: number;
  readonly stdin: Writable;
  /** Resolves when the process is gone and all that it wrote has been read. */
  readonly exited: Promise<Exit>;
  hasEnded(): boolean;
  /** What it has written so far. */
  stdout(): string;
  stderr(): string;
  /** Sends a signal, without waiting. */
  signal(signal: NodeJS.Signals): void;
}

/** The file of a program of the built server. @param folder of another build than the usual. */
export function builtProgram(program: 'main.js' | 'cli.js', folder = 'dist'): string {
  const file = fileURLToPath(new URL(`../../${folder}/${program}`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing: npm test builds it before it runs the tests.`);
  return file;
}

/**
 * Starts a program of the built server, with this environment and nothing of ours. Where it still runs after the
 * test, it is killed.
 */
export function launch(
  program: 'main.js' | 'cli.js',
  args: readonly string[],
  given: Environment,
  { heedsModes = false, build }: LaunchOptions = {},
): Process {
  const [file = '', ...rest] = [
    ...(heedsModes && process.getuid?.() === 0 ? withoutRightToOverride : []),
    ...[process.execPath, builtProgram(program, build), ...args],
  ];
  return watch(file, rest, { PATH: process.env['PATH'], ...given });
}

export interface LaunchOptions {
  /** What may only be read it cannot write, also where root runs the tests. */
  readonly heedsModes?: boolean;
  /** The folder of another build of the server (newer-server.ts). */
  readonly build?: string;
}

const withoutRightToOverride = ['setpriv', '--bounding-set', '-dac_override'];

/** Starts any program, in a folder of its own if one is named. */
export function watch(
  program: string,
  args: readonly string[],
  environment: Environment,
  folder?: string,
): Process {
  const child = spawn(program, args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'], cwd: folder });
  let stdout = '';
  let stderr = '';
  let ended = false;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  // A program that ends without reading its input is no fault.
  child.stdin.on('error', () => undefined);
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      ended = true;
      resolve({ code, stdout, stderr });
    });
  });
  const signal = (name: NodeJS.Signals): void => void child.kill(name);
  onTestFinished(async () => {
    signal('SIGKILL');
    await exited;
  });
  return {
    // Where it could not be started, `exited` tells why.
    pid: child.pid ?? 0,
    stdin: child.stdin,
    exited,
    hasEnded: () => ended,
    stdout: () => stdout,
    stderr: () => stderr,
    signal,
  };
}
