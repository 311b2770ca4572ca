import type { Command } from 'commander';
import { exclusively } from '../db/locking.ts';
import { recordEvent } from '../features/audit/index.ts';
import { countFormerKeysSealedUnder, endWindowsSealedUnder } from '../features/former-tokens/index.ts';
import { deleteSecretKey } from '../features/installation/index.ts';
import { countKeysSealedUnder, deleteKeysSealedUnder } from '../features/tokens/index.ts';
import { fromCommandLine } from '../lib/origin.ts';
import { openKeys } from '../open-service.ts';
import { CommandError, count, print, showProgress, withServices } from './run.ts';

export function registerSecretKeyCommands(program: Command): void {
  const secretKeys = program
    .command('secret-keys')
    .description('the SECRET_KEYs, which refresh tokens are derived from');

  secretKeys
    .command('retire')
    .description(
      'forget the SECRET_KEYs that are not given any longer; SECRET_KEY_FALLBACKS names those still in use',
    )
    .option('--end-sessions', 'also where live sessions need them: those end')
    .action(({ endSessions }: { endSessions?: true }) =>
      withServices(async ({ surroundings, database, sessionAdministration }) => {
        const { missingIds } = await openKeys(surroundings, database);
        if (missingIds.length === 0) {
          print(
            'Every known SECRET_KEY is given. Leave the one to retire out of SECRET_KEY_FALLBACKS, and call again.',
          );
          return;
        }
        const sessions = await sessionAdministration.countSessionsOfKeys(missingIds);
        const sealed = await countKeysSealedUnder(database.kysely, missingIds);
        const former = await countFormerKeysSealedUnder(database.kysely, missingIds);
        if (sessions + sealed + former > 0 && !endSessions) {
          throw new CommandError(
            `${count(sessions, 'live session')} and ${count(sealed, 'key')} for access tokens would be lost` +
              `${former === 0 ? '' : ', and the key of the former system'}. ` +
              'Give the old key in SECRET_KEY_FALLBACKS until the clients have refreshed and every node was started ' +
              'with both, or lose them with: latchkey secret-keys retire --end-sessions',
          );
        }
        const ended = await sessionAdministration.endSessionsOfKeys(missingIds, fromCommandLine, (n) =>
          showProgress(n, 'sessions ended'),
        );
        await exclusively(database.kysely, async (trx) => {
          for (const id of missingIds) {
            await deleteKeysSealedUnder(trx, id);
            await endWindowsSealedUnder(trx, id, surroundings.clock.now());
            await deleteSecretKey(trx, id);
          }
          const details = { key_ids: missingIds, sessions_ended: ended };
          await recordEvent(trx, fromCommandLine, surroundings.clock.now(), {
            event: 'secret_keys.retired',
            details,
          });
        });
        print(`${count(missingIds.length, 'SECRET_KEY')} retired, ${count(ended, 'session')} ended.`);
      }),
    );
}
