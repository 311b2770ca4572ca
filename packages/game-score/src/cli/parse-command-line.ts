import { parseArgs } from 'node:util';
import { UsageError } from './errors.ts';

export type OptionTypes = Record<string, 'string' | 'boolean'>;

export interface CommandLine {
  /** The value of an option, if it was given. */
  text: (option: string) => string | undefined;
  /** Whether an option without a value was given. */
  flag: (option: string) => boolean;
  positionals: string[];
}

const NEGATIVE_NUMBER = /^-(?:\.?\d|Infinity)/;
/** Hides the minus of a number from parseArgs, which would take it for an option. No argument can hold a NUL. */
const MARK = '\0';

/**
 * Reads the arguments of a command. A negative number is a value, not an option: `at -5` and `--seed -5` work.
 * @throws UsageError when an option is unknown or lacks its value.
 */
export function parseCommandLine(args: string[], optionTypes: OptionTypes): CommandLine {
  const options = Object.fromEntries(Object.entries(optionTypes).map(([name, type]) => [name, { type }]));
  const marked = args.map((arg) => (NEGATIVE_NUMBER.test(arg) ? MARK + arg : arg));
  const { values, positionals } = parse(marked, options);
  return {
    text: (option) => {
      const value = values[option];
      return typeof value === 'string' ? value.replace(MARK, '') : undefined;
    },
    flag: (option) => values[option] === true,
    positionals: positionals.map((positional) => positional.replace(MARK, '')),
  };
}

function parse(args: string[], options: Record<string, { type: 'string' | 'boolean' }>) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause; // parseArgs throws nothing else
    throw new UsageError(cause.message.split(/\. |\n/)[0], { cause });
  }
}
