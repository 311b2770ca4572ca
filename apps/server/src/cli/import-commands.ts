import { existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import type { DatabaseLocation } from '../db/database.ts';
import { closeFormerTokens, formerAlgorithms } from '../features/former-tokens/index.ts';
import { fromCommandLine } from '../lib/origin.ts';
import { planTokens, prepareTokens, type TokenOptions } from './import/tokens.ts';
import { importUsers, type UserOptions } from './import/users.ts';
import { CommandError, print, readEnvironment, withServices } from './run.ts';

type GivenOptions = UserOptions & TokenOptions & { readonly database?: string };

const sourceVariable = 'DJANGO_DATABASE_URL';

export function registerImportCommands(program: Command): void {
  const imports = program
    .command('import')
    .description('move in from another service, whose users stay signed in');

  imports
    .command('django')
    .description('bring the users of a Django project along: ids, addresses, passwords and sessions stay')
    .option('--database <url>', `sqlite:FILE or postgres://…; ${sourceVariable} unless given`)
    .option('--table <name>', "the users' table, or a view", 'auth_user')
    .option('--id-column <name>', 'where the id is, if not in id')
    .option('--email-column <name>', 'where the e-mail address is, if not in email')
    .option('--password-column <name>', 'where the hash is, if not in password')
    .option('--username-column <name>', 'where the name is, if not in username')
    .option('--active-column <name>', 'where the flag is, if not in is_active')
    .option('--superuser-column <name>', 'where the flag is, if not in is_superuser')
    .option('--joined-column <name>', 'where the time is, if not in date_joined or created_at')
    .option('--admins', 'make admins of superusers')
    .option('--emails-verified', 'take every address as confirmed by its owner')
    .option('--leave-out-collisions', 'go on without the users whose id or address is taken')
    .option(
      '--refresh-tokens <table>',
      'accept the refresh tokens of a table with the columns token (a UUID), user_id and expires_at',
    )
    .option(
      '--simplejwt-key-file <file>',
      'accept those that SimpleJWT has signed: the file with SIGNING_KEY, or VERIFYING_KEY as PEM',
    )
    .option('--until <time>', 'when the last of them is over, like 2027-01-31; at most a year from now')
    .addOption(
      new Option('--algorithm <name>', 'ALGORITHM of SIMPLE_JWT').choices(formerAlgorithms).default('HS256'),
    )
    .option('--user-id-claim <name>', 'USER_ID_CLAIM of SIMPLE_JWT', 'user_id')
    .option('--issuer <text>', 'ISSUER of SIMPLE_JWT, where it is set')
    .option('--audience <text>', 'AUDIENCE of SIMPLE_JWT, where it is set')
    .option('--reopen', 'also where the tokens were ended before their time')
    .option('--dry-run', 'look at everything, say what would be done, and write nothing')
    .option('--report <file>', 'write what there is to tell of single users into a file, as JSON Lines')
    .action((options: GivenOptions) => importDjango(options));

  imports
    .command('close-window')
    .description(
      'accept no tokens of the former system any longer, at once: where its key has leaked, or all have moved',
    )
    .action(() =>
      withServices(async ({ database, clock }) => {
        const closed = await closeFormerTokens({ database, clock }, fromCommandLine);
        print(
          closed.length === 0
            ? 'No window is open.'
            : 'Closed. Who has not moved signs in again; sessions that began by an exchange go on.',
        );
      }),
    );
}

async function importDjango(options: GivenOptions): Promise<void> {
  const from = readLocation(options.database ?? readEnvironment()[sourceVariable]);
  const plan = await planTokens(options);
  await withServices(async (services) => {
    const tokens = plan && (await prepareTokens(services, from, plan, options));
    try {
      await importUsers(services, from, options);
      await tokens?.run();
    } finally {
      await tokens?.close();
    }
    if (!options.dryRun) return;
    if (plan) print('In a dry run, tokens of users who are not imported yet count as those of nobody.');
    print('A dry run: nothing was written.');
  });
}

/** @throws CommandError, which does not repeat what was given: there may be a password in it. */
function readLocation(text: string | undefined): DatabaseLocation {
  const advice = `Say where Django's database is: --database sqlite:FILE, or ${sourceVariable}=postgres://USER:PASSWORD@HOST/NAME`;
  if (!text) throw new CommandError(advice);
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return { dialect: 'postgres', url: text };
  if (!text.startsWith('sqlite:')) throw new CommandError(advice);
  const file = text.slice('sqlite:'.length);
  if (existsSync(file)) return { dialect: 'sqlite', file };
  throw new CommandError(
    `There is no file ${file}. Give the path of Django's database: --database sqlite:FILE`,
  );
}
