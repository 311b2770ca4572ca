import { Command } from 'commander';
import { softwareVersion } from '../lib/software-version.ts';
import { registerAccountCommands } from './account-commands.ts';
import { registerBackupCommands } from './backup-commands.ts';
import { registerDoctor } from './doctor-command.ts';
import { registerExport } from './export-command.ts';
import { registerImportCommands } from './import-commands.ts';
import { registerKeyCommands } from './key-commands.ts';
import { registerMailCommands } from './mail-commands.ts';
import { registerMigrate } from './migrate-command.ts';
import { registerSecretKeyCommands } from './secret-key-commands.ts';
import { registerServe } from './serve-command.ts';
import { registerSessionCommands } from './session-commands.ts';
import { registerSettingsCommands } from './settings-commands.ts';

/** Every command of `latchkey`. */
export function createProgram(): Command {
  const program = new Command('latchkey')
    .description(
      'Serves Latchkey, and operates its installation. Every command reads the same environment variables.',
    )
    .version(softwareVersion, '-v, --version', 'show the version')
    .showHelpAfterError();
  registerServe(program);
  registerMigrate(program);
  registerDoctor(program);
  registerAccountCommands(program);
  registerSessionCommands(program);
  registerKeyCommands(program);
  registerSecretKeyCommands(program);
  registerSettingsCommands(program);
  registerMailCommands(program);
  registerBackupCommands(program);
  registerExport(program);
  registerImportCommands(program);
  return program;
}
