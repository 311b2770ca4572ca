import type { Command } from 'commander';
import { secretVariables, variables } from '../config-variables.ts';

/** Where nobody says how wide the terminal is. */
const usualColumns = 80;

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description(
      'serve until Ctrl+C or SIGTERM, as the environment says; also what happens without a command',
    )
    .addHelpText(
      'after',
      ({ command }) => `\nEnvironment:\n${environmentHelp(command)}\n\n${filesHelp(command)}`,
    )
    .action(async () => {
      // The program of the server begins by being imported. Its workers begin as this process did.
      await import('../main.ts');
    });
}

/** Every variable, in the form in which a command lists its options. */
function environmentHelp(command: Command): string {
  const help = command.createHelp();
  help.prepareContext({ helpWidth: columns() });
  const termWidth = Math.max(...Object.keys(variables).map((name) => name.length));
  return Object.entries(variables)
    .map(([name, { default: standard, what }]) => {
      const text = standard === 'none' ? what : `${what} (default: ${standard})`;
      return help.formatItem(name, termWidth, withoutMarkdown(text), help);
    })
    .join('\n');
}

function filesHelp(command: Command): string {
  const names = secretVariables.map((name) => `${name}_FILE`).join(', ');
  const help = command.createHelp();
  return help.boxWrap(`Secrets may be in files, which these name: ${names}.`, columns());
}

function columns(): number {
  return process.stdout.columns || usualColumns;
}

function withoutMarkdown(text: string): string {
  return text.replace(/\[([^\]]+)\]\([^)]*\)/g, 'docs/$1').replaceAll('`', '');
}
