import type { Command } from './command.ts';
import { at } from './commands/at.ts';
import { changes } from './commands/changes.ts';
import { generate } from './commands/generate.ts';
import { plot } from './commands/plot.ts';
import { DataError, UsageError } from './errors.ts';
import type { Io } from './io.ts';
import { parseCommandLine } from './parse-command-line.ts';

const COMMANDS = new Map<string, Command>(Object.entries({ generate, at, changes, plot }));
const HELP = `The score of a game at any moment.

${Array.from(COMMANDS.values(), ({ help }) => help).join('\n\n')}

game-score [COMMAND] --help prints help, game-score --version the version.
Exit codes: 0 done, 1 the game cannot be read or the result not be written, 2 the command line is wrong.
`;

/**
 * Runs the command line `game-score …args`.
 * @returns the exit code: 0 done, 1 bad data, 2 bad usage.
 */
export async function run(args: string[], io: Io, version: string): Promise<number> {
  try {
    await runCommand(args, io, version);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      io.printError(`game-score: ${error.message}\nTry: game-score --help\n`);
      return 2;
    }
    if (error instanceof DataError) {
      io.printError(`game-score: ${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

async function runCommand([name, ...args]: string[], io: Io, version: string): Promise<void> {
  if (name === '--help' || name === '-h' || name === 'help') {
    io.print(HELP);
    return;
  }
  if (name === '--version') {
    io.print(`${version}\n`);
    return;
  }
  const known = Array.from(COMMANDS.keys()).join(', ');
  if (name === undefined) throw new UsageError(`what should it do? The commands are ${known}`);
  const command = COMMANDS.get(name);
  if (command === undefined) throw new UsageError(`unknown command "${name}"; the commands are ${known}`);
  if (args.includes('--help') || args.includes('-h')) io.print(`${command.help}\n`);
  else await command.run(parseCommandLine(args, command.options), io);
}
