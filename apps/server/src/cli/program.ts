import { Command } from 'commander';
import { registerAccountCommands } from './account-commands.ts';
import { registerDoctor } from './doctor-command.ts';
import { registerImportCommands } from './import-commands.ts';
import { registerKeyCommands } from './key-commands.ts';
import { registerMailCommands } from './mail-commands.ts';
import { registerMigrate } from './migrate-command.ts';
import { registerSecretKeyCommands } from './secret-key-commands.ts';
import { registerSessionCommands } from './session-commands.ts';
import { registerSettingsCommands } from './settings-commands.ts';

/** Every command of `latchkey`. */
export function createProgram(): Command {
  const program = new Command('latchkey')
    .description('Operates a Latchkey installation. It reads the same environment variables as the server.')
    .showHelpAfterError();
  registerMigrate(program);
  registerDoctor(program);
  registerAccountCommands(program);
  registerSessionCommands(program);
  registerKeyCommands(program);
  registerSecretKeyCommands(program);
  registerSettingsCommands(program);
  registerMailCommands(program);
  registerImportCommands(program);
  return program;
}
