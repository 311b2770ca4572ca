import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { CommandError } from './run.ts';

/** The standard output in place of a file. */
export const standardStream = '-';

/**
 * Lets `write` fill a file that is never there before it is whole and on the disk: it has another name until then. Its
 * owner alone may read it.
 *
 * @param target where it is to be; `-` for the standard output.
 * @param replaces whether a file that is there may be replaced.
 * @throws CommandError where the file cannot be written; what was there before is as it was.
 */
export async function writeOutput(
  target: string,
  replaces: boolean,
  write: (output: Writable) => Promise<void>,
): Promise<void> {
  if (target === standardStream) {
    if (process.stdout.isTTY)
      throw new CommandError('Name a file, or hand the standard output on with a pipe.');
    return explained('the standard output', () => write(process.stdout));
  }
  const file = resolve(target);
  const draft = `${file}.${randomBytes(4).toString('hex')}.partial`;
  const stopListening = onInterrupt(() => rmSync(draft, { force: true }));
  try {
    await explained(target, async () => {
      await refuseTaken(file, target, replaces);
      const handle = await open(draft, 'wx', 0o600);
      // The stream closes the handle, once all is on the disk.
      await write(handle.createWriteStream({ flush: true }));
      await publish(draft, file, target, replaces);
      await flushFolder(dirname(file));
    });
  } finally {
    await rm(draft, { force: true });
    stopListening();
  }
}

async function refuseTaken(file: string, target: string, replaces: boolean): Promise<void> {
  const there = await lstat(file).catch(() => undefined);
  if (there === undefined) return;
  if (!there.isFile())
    throw new CommandError(`${target} is no file. Name one, or - for the standard output.`);
  if (!replaces) throw taken(target);
}

const taken = (target: string): CommandError =>
  new CommandError(`${target} is there already. Name another file, or replace it with --force.`);

/** Of two who write to one name at a time the second is refused: `link` replaces nothing, as `rename` would. */
async function publish(draft: string, file: string, target: string, replaces: boolean): Promise<void> {
  if (replaces) return rename(draft, file);
  try {
    await link(draft, file);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') throw taken(target);
    // A file system without links.
    if (!/^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS)$/.test(code)) throw error;
    await rename(draft, file);
  }
}

/** The name is on the disk as well; where folders cannot be flushed, the system does it in its own time. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

const ofFiles = /^(open|write|writev|fsync|rename|link|lstat)$/;

/** What the file system says; whatever else goes wrong in `work` explains itself. */
async function explained(target: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && ofFiles.test(String(error.syscall)))) throw error;
    throw new CommandError(`${target} cannot be written: ${reasons[codeOf(error)] ?? codeOf(error)}.`);
  }
}

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'it may not grow so large',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EPIPE: 'whoever reads it has gone',
};

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** @returns a function that stops it. */
function onInterrupt(tidy: () => void): () => void {
  const end = (): never => {
    tidy();
    process.exit(130);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}
