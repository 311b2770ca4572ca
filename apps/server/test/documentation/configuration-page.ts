import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.ts';
import { secretVariables, variables } from '../../src/config-variables.ts';
import { generated } from './generated.ts';

/** docs/configuration.md, from the list of variables and the commands themselves. */
export function configurationPage(): string {
  const rows = Object.entries(variables).map(
    ([name, { default: standard, what }]) => `| \`${name}\` | ${standard} | ${what} |`,
  );
  const files = secretVariables.map((name) => `\`${name}_FILE\``).join(', ');
  return `# Configuration

${generated}

## Boot configuration

Read once, at the start, from the environment. All problems are reported together, by name, and the server exits with 1. An empty variable counts as not given.

| variable | default | what |
| --- | --- | --- |
${rows.join('\n')}

A secret may be in a file instead, as Docker, Kubernetes and systemd hand them out: ${files} name it. A line end after it does not count.

Live settings, which an admin changes while the server runs, are another thing: [settings.md](settings.md) has them all. An environment variable of a setting's name gives it another default. How to change \`SECRET_KEY\` without logging anybody out is in [operations.md](operations.md).

## Commands

\`npm run latchkey -- COMMAND\`, with the same environment as the server, also while it runs. Each explains itself with \`--help\`.

| command | what |
| --- | --- |
${commandsOf(createProgram()).map(row).join('\n')}
`;
}

/** The commands that do something, with what stands before them. */
function commandsOf(command: Command, before = ''): (readonly [usage: string, description: string])[] {
  return command.commands.flatMap((one) => {
    const name = `${before}${one.name()}`;
    if (one.commands.length > 0) return commandsOf(one, `${name} `);
    const values = one.registeredArguments.map(
      (argument) =>
        ` ${argument.required ? argument.name().toUpperCase() : `[${argument.name().toUpperCase()}]`}`,
    );
    const options = one.options.map(({ flags }) => ` [${flags}]`);
    return [[`${name}${values.join('')}${options.join('')}`, one.description()] as const];
  });
}

function row([usage, description]: readonly [string, string]): string {
  return `| \`${usage}\` | ${description} |`;
}
