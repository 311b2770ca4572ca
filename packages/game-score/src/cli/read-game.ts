import { GameTextError, parseGame, TEXT_FORMATS } from '../formats/index.ts';
import type { GameStamp } from '../stamps/types.ts';
import { oneOf } from './arguments.ts';
import { DataError, UsageError } from './errors.ts';
import type { Io } from './io.ts';
import type { CommandLine } from './parse-command-line.ts';

export const INPUT_OPTIONS = { 'input-format': 'string' } as const;

export const INPUT_HELP = `FILE holds the game as JSON, NDJSON or CSV; without it, or with -, the game is read from standard input.
  --input-format FORMAT  json, ndjson or csv; told by the first character unless given`;

/**
 * Reads and checks the game that a command works on.
 * @throws DataError naming the file and the line.
 */
export async function readGame(
  path: string | undefined,
  commandLine: CommandLine,
  io: Io,
): Promise<GameStamp[]> {
  const format = oneOf(TEXT_FORMATS, '--input-format', commandLine.text('input-format'));
  const fromInput = path === undefined || path === '-';
  if (path === undefined && io.inputIsTerminal) {
    throw new UsageError('there is no game: name a file, or pipe one into standard input');
  }
  const text = fromInput ? await io.readInput() : await readFile(path, io);
  try {
    return parseGame(text, { format });
  } catch (cause) {
    if (!(cause instanceof GameTextError)) throw cause;
    throw new DataError(`${fromInput ? 'standard input' : path}, ${cause.message}`, { cause });
  }
}

async function readFile(path: string, io: Io): Promise<string> {
  try {
    return await io.readFile(path);
  } catch (cause) {
    throw new DataError(`cannot read ${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** `ENOENT: no such file or directory, open 'x'` is said better without the call. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/, \w+( '.*')?$/s, '') : String(cause);
}
