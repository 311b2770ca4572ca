import type { Command } from 'commander';
import { count, print, withServices } from './run.ts';

export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description("bring the database to this version's tables (the server does it too when it starts)")
    .action(() =>
      withServices(({ migrated }) => {
        print(
          migrated.length === 0
            ? 'The database is up to date.'
            : `${count(migrated.length, 'migration')} run: ${migrated.join(', ')}`,
        );
        return Promise.resolve();
      }),
    );
}
