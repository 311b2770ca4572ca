#!/usr/bin/env node
import { Command } from 'commander';
import { registerAccountCommands } from './cli/account-commands.ts';
import { registerKeyCommands } from './cli/key-commands.ts';
import { registerMigrate } from './cli/migrate-command.ts';
import { runReported } from './cli/run.ts';
import { registerSessionCommands } from './cli/session-commands.ts';
import { registerSettingsCommands } from './cli/settings-commands.ts';

const program = new Command('latchkey')
  .description('Operates a Latchkey installation. It reads the same environment variables as the server.')
  .showHelpAfterError();

registerMigrate(program);
registerAccountCommands(program);
registerSessionCommands(program);
registerKeyCommands(program);
registerSettingsCommands(program);

await runReported(() => program.parseAsync());
