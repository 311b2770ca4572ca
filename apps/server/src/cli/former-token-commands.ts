import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { openSource } from '../db/open-source.ts';
import {
  closeFormerTokens,
  formerAlgorithms,
  importFormerTokens,
  ImportError,
  readFormerKey,
  reasonsLeftOut,
  type FormerAlgorithm,
  type ImportReport,
  type LeftOut,
} from '../features/former-tokens/index.ts';
import { joinNodes } from '../features/installation/index.ts';
import { parseTime } from '../http/query-fields.ts';
import { fromCommandLine } from '../lib/origin.ts';
import { openKeys } from '../open-service.ts';
import { CommandError, count, print, showProgress, withServices } from './run.ts';

interface TokenOptions {
  readonly database: string;
  readonly users: string;
  readonly refreshTokens?: string;
  readonly simplejwtKeyFile?: string;
  readonly algorithm: FormerAlgorithm;
  readonly userIdClaim: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly until: string;
  readonly reopen?: true;
  readonly dryRun?: true;
}

export function registerFormerTokenCommands(program: Command): void {
  const importing = program
    .command('import')
    .description('move in from another system, whose users stay signed in');

  importing
    .command('django-tokens')
    .description(
      'accept the refresh tokens of a Django service until a date, in exchange for sessions here; its accounts come first',
    )
    .requiredOption('--database <url>', 'its database: postgres://… or sqlite:FILE; nothing is written there')
    .requiredOption(
      '--until <time>',
      'when the last of them is over, like 2027-01-31; at most a year from now',
    )
    .option('--users <table>', 'the table of its users', 'accounts_user')
    .option('--refresh-tokens <table>', 'a table with the columns token (a UUID), user_id and expires_at')
    .option(
      '--simplejwt-key-file <file>',
      'SimpleJWT signed them: the file with SIGNING_KEY, or VERIFYING_KEY as PEM',
    )
    .addOption(
      new Option('--algorithm <name>', 'ALGORITHM of SIMPLE_JWT').choices(formerAlgorithms).default('HS256'),
    )
    .option('--user-id-claim <name>', 'USER_ID_CLAIM of SIMPLE_JWT', 'user_id')
    .option('--issuer <text>', 'ISSUER of SIMPLE_JWT, where it is set')
    .option('--audience <text>', 'AUDIENCE of SIMPLE_JWT, where it is set')
    .option('--reopen', 'also where the tokens were ended before their time')
    .option('--dry-run', 'write nothing, and tell what would be')
    .action((options: TokenOptions) => importTokens(options));

  importing
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

async function importTokens(options: TokenOptions): Promise<void> {
  const until = readUntil(options.until);
  const simpleJwt = await readSimpleJwt(options);
  const { refreshTokens: table } = options;
  const source = await openSource(options.database).catch((error: unknown) => {
    throw new CommandError(`The database to import from cannot be opened: ${messageOf(error)}`);
  });
  try {
    await withServices(async ({ surroundings, database, settings, clock }) => {
      const { keys } = await openKeys(surroundings, database);
      const node = await joinNodes(database.kysely, keys, clock, settings.version);
      await node.leave();
      const report = await importFormerTokens(
        { database, clock, keyRing: node.keyRing },
        {
          source,
          users: { table: options.users, id: 'id', email: 'email' },
          refreshTokens: table === undefined ? undefined : { table, ...djangoColumns },
          simpleJwt,
          until,
          reopen: options.reopen ?? false,
          dryRun: options.dryRun ?? false,
          onProgress: (name, read) => showProgress(read, `rows of ${name}`),
        },
        fromCommandLine,
      );
      show('account', 'may go on with a token', report.accounts);
      if (report.refreshTokens) show('refresh token', 'accepted', report.refreshTokens);
      if (report.blacklist) show('blacklisted token', 'known to be over', report.blacklist);
      else if (simpleJwt)
        print('SimpleJWT has no blacklist there: every signed token counts until it expires.');
      print(
        options.dryRun
          ? 'A dry run: nothing was written.'
          : `They are exchanged for sessions until ${new Date(until).toISOString()}.`,
      );
    });
  } catch (error) {
    throw error instanceof ImportError ? new CommandError(error.message) : error;
  } finally {
    await source.close();
  }
}

const djangoColumns = { token: 'token', userId: 'user_id', expiresAt: 'expires_at' };

function readUntil(text: string): number {
  const time = parseTime(text);
  if (time !== undefined) return time;
  throw new CommandError(
    `${text} is not a time. Write it like 2027-01-31 or 2027-01-31T12:00:00Z, with a time zone.`,
  );
}

async function readSimpleJwt(options: TokenOptions) {
  const { simplejwtKeyFile: file, algorithm, userIdClaim, issuer = null, audience = null } = options;
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${messageOf(error)}`);
  }
  try {
    return { form: { algorithm, userIdClaim, issuer, audience }, key: readFormerKey(text, algorithm) };
  } catch (error) {
    throw new CommandError(messageOf(error));
  }
}

function show(noun: string, fate: string, { read, taken, gone, leftOut }: ImportReport): void {
  print(`${count(read, noun)} read, ${taken} ${fate}.`);
  // Object.keys widens the names to text; they are those of that very object.
  for (const why of Object.keys(reasonsLeftOut) as LeftOut[])
    if (leftOut[why] !== undefined) print(`  left out: ${leftOut[why]} ${reasonsLeftOut[why]}`);
  if (gone > 0)
    print(`  gone since the last import: ${gone} spent or logged out there; they are over here, too`);
}

/** What Node throws where every address of a host refused has no message of its own. */
function messageOf(error: unknown): string {
  const single: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return single instanceof Error ? single.message : String(single);
}
