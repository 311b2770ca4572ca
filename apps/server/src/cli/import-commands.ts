import { createWriteStream, existsSync } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Command } from 'commander';
import type { DatabaseLocation } from '../db/database.ts';
import {
  importDjangoUsers,
  ImportError,
  type Finding,
  type ImportOptions,
  type ImportResult,
  type Tally,
} from '../features/django-import/index.ts';
import { fromCommandLine } from '../lib/origin.ts';
import {
  CommandError,
  count,
  print,
  readEnvironment,
  showBar,
  withServices,
  type CommandServices,
} from './run.ts';

interface GivenOptions {
  readonly database?: string;
  readonly table: string;
  readonly idColumn?: string;
  readonly emailColumn?: string;
  readonly passwordColumn?: string;
  readonly usernameColumn?: string;
  readonly activeColumn?: string;
  readonly superuserColumn?: string;
  readonly joinedColumn?: string;
  readonly admins?: true;
  readonly emailsVerified?: true;
  readonly leaveOutCollisions?: true;
  readonly dryRun?: true;
  readonly report?: string;
}

const sourceVariable = 'DJANGO_DATABASE_URL';

export function registerImportCommands(program: Command): void {
  const imports = program.command('import').description('bring accounts along from another service');
  imports
    .command('django')
    .description('bring the users of a Django project along: ids, addresses and passwords stay')
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
    .option('--dry-run', 'look at everything, say what would be done, and write nothing')
    .option('--report <file>', 'write what there is to tell of single users into a file, as JSON Lines')
    .action((options: GivenOptions) => {
      const from = readLocation(options.database ?? readEnvironment()[sourceVariable]);
      return withServices((services) => importUsers(services, from, options));
    });
}

async function importUsers(
  services: CommandServices,
  from: DatabaseLocation,
  options: GivenOptions,
): Promise<void> {
  const report = await openReport(options.report);
  const result = await importDjangoUsers(
    services,
    readOptions(from, options, report.write),
    fromCommandLine,
  ).catch((error: unknown) => {
    throw error instanceof ImportError ? new CommandError(error.message) : error;
  });
  await report.close();
  print(describe(result, services, options));
  if (result.isStopped) {
    throw new CommandError(
      'Nothing was imported. Change these users in the source, or go on without them: --leave-out-collisions',
    );
  }
}

function readOptions(
  from: DatabaseLocation,
  options: GivenOptions,
  onFinding: (finding: Finding) => void,
): ImportOptions {
  const named = {
    id: options.idColumn,
    email: options.emailColumn,
    password: options.passwordColumn,
    username: options.usernameColumn,
    active: options.activeColumn,
    superuser: options.superuserColumn,
    joined: options.joinedColumn,
  };
  return {
    from,
    table: options.table,
    columns: Object.fromEntries(Object.entries(named).filter(([, name]) => name !== undefined)),
    admins: options.admins === true,
    emailsVerified: options.emailsVerified === true,
    leaveOutCollisions: options.leaveOutCollisions === true,
    dryRun: options.dryRun === true,
    onFinding,
    onProgress: (done, total, what) => showBar(done, total, `users ${what}`),
  };
}

/** @throws CommandError, which does not repeat what was given: there may be a password in it. */
function readLocation(text: string | undefined): DatabaseLocation {
  const advice = `Say where the users are: --database sqlite:FILE, or ${sourceVariable}=postgres://USER:PASSWORD@HOST/NAME`;
  if (!text) throw new CommandError(advice);
  if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return { dialect: 'postgres', url: text };
  if (!text.startsWith('sqlite:')) throw new CommandError(advice);
  const file = text.slice('sqlite:'.length);
  if (existsSync(file)) return { dialect: 'sqlite', file };
  throw new CommandError(
    `There is no file ${file}. Give the path of Django's database: --database sqlite:FILE`,
  );
}

/** The file is for this user alone: it holds addresses. */
async function openReport(file: string | undefined) {
  if (file === undefined) return { write: () => undefined, close: () => Promise.resolve() };
  const stream = createWriteStream(file, { mode: 0o600 });
  await once(stream, 'open').catch((error: unknown) => {
    throw new CommandError(
      `The report cannot be written to ${file}: ${error instanceof Error ? error.message : ''}`,
    );
  });
  return {
    write: (finding: Finding): void => void stream.write(`${JSON.stringify(finding)}\n`),
    close: async (): Promise<void> => {
      stream.end();
      await finished(stream);
    },
  };
}

const headings: Readonly<Record<Finding['outcome'], string>> = {
  stops: 'These keep the import from beginning:',
  'left out': 'Left out:',
  changed: 'Imported, but not as they were:',
  kept: 'Changed there, and kept as they are here:',
  gone: 'Not in the source any more, and still able to sign in here (latchkey accounts disable EMAIL):',
};

function describe(result: ImportResult, { settings }: CommandServices, options: GivenOptions): string {
  const { isStopped, created, changed, unchanged, superusers, tallies } = result;
  const isPlan = options.dryRun === true || isStopped;
  const lines = [
    `${count(result.users, 'user')} in ${options.table}.`,
    `  ${created} ${isPlan ? 'to import' : 'imported'}, ${changed} ${isPlan ? 'to bring' : 'brought'} up to date, ` +
      `${unchanged} unchanged, ${result.leftOut} left out`,
  ];
  for (const outcome of ['stops', 'left out', 'changed', 'kept', 'gone'] as const) {
    const found = tallies.filter((tally) => tally.outcome === outcome);
    if (found.length > 0) lines.push(headings[outcome], ...found.map(tell));
  }
  if (superusers > 0)
    lines.push(
      `${count(superusers, 'superuser')} ${superusers === 1 ? 'is' : 'are'} no admin here; make admins of them: --admins`,
    );
  if (options.emailsVerified !== true && created > 0 && settings.get('EMAIL_VERIFICATION') === 'required')
    lines.push(
      'EMAIL_VERIFICATION is required: who is imported confirms the address before the first login, unless with --emails-verified',
    );
  if (!isPlan && result.lastId > 0) lines.push(`New accounts get ids after ${result.lastId}.`);
  if (options.dryRun === true) lines.push('A dry run: nothing was written.');
  return lines.join('\n');
}

function tell({ reason, count: number, first }: Tally): string {
  const named = first.map(({ id, detail }) => `${id ?? '?'}${detail === null ? '' : ` (${detail})`}`);
  const others = number > first.length ? ', …' : '';
  return `  ${number}  ${reason}: ${named.join(', ')}${others}`;
}
