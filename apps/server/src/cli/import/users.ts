import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { DatabaseLocation } from '../../db/database.ts';
import {
  importDjangoUsers,
  ImportError,
  type Finding,
  type ImportOptions,
  type ImportResult,
  type Tally,
} from '../../features/django-import/index.ts';
import { fromCommandLine } from '../../lib/origin.ts';
import { CommandError, count, print, showBar, type CommandServices } from '../run.ts';

export interface UserOptions {
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

/** @throws CommandError where users keep it from beginning; nothing was written then. */
export async function importUsers(
  services: CommandServices,
  from: DatabaseLocation,
  options: UserOptions,
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
  options: UserOptions,
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

function describe(result: ImportResult, { settings }: CommandServices, options: UserOptions): string {
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
  return lines.join('\n');
}

function tell({ reason, count: number, first }: Tally): string {
  const named = first.map(({ id, detail }) => `${id ?? '?'}${detail === null ? '' : ` (${detail})`}`);
  const others = number > first.length ? ', …' : '';
  return `  ${number}  ${reason}: ${named.join(', ')}${others}`;
}
