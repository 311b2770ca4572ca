import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { openSnapshot } from '../db/open-snapshot.ts';
import { writeAccountLines } from '../transfer/account-lines.ts';
import { noteTransfer } from '../transfer/note-transfer.ts';
import { standardStream, writeOutput } from './output-file.ts';
import { CommandError, count, print, showProgress, tell, withServices } from './run.ts';

export function registerExport(program: Command): void {
  program
    .command('export')
    .argument('<file>', 'where to; - for the standard output')
    .description(
      'write every account as a line of JSON, with the hash of its password, for another service to go on with',
    )
    .option('--force', 'also where there is a file of that name: it is replaced')
    .action((file: string, { force = false }: { force?: boolean }) =>
      withServices(async ({ surroundings: { config, clock } }) => {
        const { database: location } = config;
        if (!(await noteTransfer(location, clock, { event: 'accounts.exported' })))
          throw new CommandError(
            'The database takes no writing, and the audit trail has to tell of every export. Let DATABASE_URL name the primary server.',
          );
        let accounts = 0;
        const snapshot = await openSnapshot(location);
        try {
          const lines = writeAccountLines(snapshot, (written) => {
            accounts = written;
            showProgress(written, 'accounts written');
          });
          await writeOutput(file, force, (output) => pipeline(Readable.from(lines), output));
        } finally {
          await snapshot.close();
        }
        const say = file === standardStream ? tell : print;
        say(`${count(accounts, 'account')} written${file === standardStream ? '' : ` to ${file}`}.`);
        say('The hashes of the passwords are in it: delete it once it has been read.');
      }),
    );
}
