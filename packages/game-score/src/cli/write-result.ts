import { DataError } from './errors.ts';
import type { Io } from './io.ts';
import type { CommandLine } from './parse-command-line.ts';
import { reasonOf } from './read-game.ts';

export const OUTPUT_OPTIONS = { output: 'string' } as const;

export const OUTPUT_HELP = '  --output FILE          where to write; standard output unless given';

/** Writes a result to the file of `--output`, or to standard output. */
export async function writeResult(text: string, commandLine: CommandLine, io: Io): Promise<void> {
  const path = commandLine.text('output');
  if (path === undefined || path === '-') {
    io.print(text);
    return;
  }
  try {
    await io.writeFile(path, text);
  } catch (cause) {
    throw new DataError(`cannot write ${path}: ${reasonOf(cause)}`, { cause });
  }
}
