import type { Io } from './io.ts';
import type { CommandLine, OptionTypes } from './parse-command-line.ts';

export interface Command {
  /** The help of this command: how it is called, what it does, its options. */
  help: string;
  options: OptionTypes;
  run: (commandLine: CommandLine, io: Io) => Promise<void>;
}
