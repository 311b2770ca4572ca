import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Command } from 'commander';
import { describeUrl } from '../banner.ts';
import type { Config } from '../config.ts';
import type { DatabaseLocation } from '../db/database.ts';
import { openAlone } from '../db/open.ts';
import { openSnapshot } from '../db/open-snapshot.ts';
import {
  checkValue,
  readSecretKey,
  replaceSecretKey,
  secretKeyFile,
} from '../features/installation/index.ts';
import { systemClock } from '../lib/clock.ts';
import { BackupError } from '../transfer/format.ts';
import { noteTransfer } from '../transfer/note-transfer.ts';
import { readBackup, type Backup } from '../transfer/read-backup.ts';
import {
  examineTarget,
  missingKey,
  refuseNewer,
  restoreBackup,
  type Contents,
  type RestoreOptions,
} from '../transfer/restore-backup.ts';
import { takeBackup } from '../transfer/take-backup.ts';
import { typesWord } from './confirm.ts';
import { codeOf, standardStream, writeOutput } from './output-file.ts';
import { CommandError, count, print, readConfig, showProgress, tell } from './run.ts';

interface BackupFlags {
  readonly force?: boolean;
  readonly withSecretKey?: boolean;
}

interface RestoreFlags {
  readonly force?: true;
  readonly moved?: true;
  readonly endSessions?: true;
  readonly check?: true;
}

export function registerBackupCommands(program: Command): void {
  program
    .command('backup')
    .argument('<file>', 'where to; - for the standard output')
    .description(
      'write all that the database holds into one file, while servers run; it holds the hashes of the passwords',
    )
    .option('--force', 'also where there is a file of that name: it is replaced')
    .option(
      '--with-secret-key',
      'the file secret-key of DATA_DIR too: whoever gets the backup can then sign in as anybody',
    )
    .action(backup);

  program
    .command('restore')
    .argument('<file>', 'what latchkey backup has written; - for the standard input')
    .description(
      'put a backup in the place of what the database holds, SQLite or PostgreSQL; no server may run',
    )
    .option('--force', 'also where the database holds accounts: they are replaced, without a question')
    .option(
      '--moved',
      'the installation that the backup is from has stopped before it was taken: ids and mails go on where they were',
    )
    .option('--end-sessions', 'also where the SECRET_KEY is lost: everybody has to log in again')
    .option('--check', 'read all of the backup, say what it holds, and change nothing')
    .action((file: string, flags: RestoreFlags) =>
      withBackup(file, (backup) => (flags.check ? check(backup) : restore(backup, file, flags))),
    );
}

async function backup(file: string, { force = false, withSecretKey = false }: BackupFlags): Promise<void> {
  const config = readConfig();
  const { database: location } = config;
  await requireDatabase(location);
  const secretKey = withSecretKey ? await readKeyFile(config) : undefined;
  const details = { with_secret_key: withSecretKey };
  if (!(await noteTransfer(location, systemClock, { event: 'backup.taken', details })))
    tell('The database takes no writing, so the audit trail does not tell of this backup.');
  let rows = 0;
  const onProgress = (written: number): void => {
    rows = written;
    showProgress(written, 'rows written');
  };
  const snapshot = await openSnapshot(location);
  try {
    const text = await takeBackup(snapshot, { location, secretKey, now: systemClock.now(), onProgress });
    await writeOutput(file, force, (output) => pipeline(Readable.from(text), createGzip(), output));
  } finally {
    await snapshot.close();
  }
  const say = file === standardStream ? tell : print;
  say(`${count(rows, 'row')} written${file === standardStream ? '' : ` to ${file}`}.`);
  say(
    withSecretKey
      ? 'It holds the SECRET_KEY: whoever gets it can sign in as anybody. Keep it like one.'
      : `The SECRET_KEY is not in it, and without it everybody has to log in again: keep ${whereKeyIs(config)} too, somewhere else.`,
  );
}

/** SQLite makes a file where there is none. */
async function requireDatabase(location: DatabaseLocation): Promise<void> {
  if (location.dialect !== 'sqlite') return;
  if (await stat(location.file).catch(() => undefined)) return;
  throw new CommandError(`There is no database at ${location.file}. Check DATABASE_URL and DATA_DIR.`);
}

async function readKeyFile({ secretKey, dataDir }: Config): Promise<string> {
  if (secretKey !== undefined)
    throw new CommandError('SECRET_KEY is given by the environment: keep it where it comes from.');
  const key = await readSecretKey(dataDir);
  if (key !== undefined) return key;
  throw new CommandError(`There is no key in ${secretKeyFile(dataDir)}. Check DATA_DIR.`);
}

function whereKeyIs({ secretKey, dataDir }: Config): string {
  return secretKey === undefined ? secretKeyFile(dataDir) : 'SECRET_KEY';
}

async function openBackup(file: string): Promise<Backup> {
  if (file === standardStream) return readBackup(process.stdin);
  const handle = await open(file).catch((error: unknown) => {
    throw new CommandError(`${file} cannot be read (${codeOf(error)}).`);
  });
  return readBackup(handle.createReadStream());
}

/** Lets `work` read a backup; whatever comes of it, nobody waits for the rest of the file. */
async function withBackup(file: string, work: (backup: Backup) => Promise<void>): Promise<void> {
  const backup = await openBackup(file);
  try {
    refuseNewer(backup.header);
    await work(backup);
  } finally {
    await backup.close();
  }
}

async function check({ header, pieces }: Backup): Promise<void> {
  const rows: Record<string, number> = {};
  let table = '';
  for await (const piece of pieces) {
    if (piece.kind === 'table') ({ table } = piece);
    else rows[table] = (rows[table] ?? 0) + piece.count;
  }
  print(`The backup is whole. It was taken at ${header.madeAt} with Latchkey ${header.software}.`);
  print(`It holds ${contentsOf(rows)}.`);
  if (header.secretKey !== undefined) print('It holds the SECRET_KEY.');
}

async function restore(backup: Backup, file: string, flags: RestoreFlags): Promise<void> {
  const config = readConfig();
  const { header } = backup;
  const { given, toBeWritten } = await chooseKeys(config, header.secretKey);
  const isRecognised = given.some((key) => header.secretKeyChecks.includes(checkValue(key)));
  if (header.secretKeyChecks.length > 0 && !isRecognised && !flags.endSessions)
    throw new BackupError(missingKey);
  await makeFolders(config);
  const opened = await openAlone(config.database);
  let formerKey: string | undefined;
  try {
    const contents = await examineTarget(opened, systemClock);
    if (contents && !flags.force) await askWhetherToReplace(config, contents, file);
    const options: RestoreOptions = {
      secretKeys: given,
      isMove: flags.moved ?? false,
      endsSessions: flags.endSessions ?? false,
      onProgress: (rows) => showProgress(rows, 'rows restored'),
      beforeCommit: async () => {
        if (toBeWritten !== undefined)
          formerKey = await replaceSecretKey(config.dataDir, toBeWritten, systemClock.now());
      },
    };
    const { rows, heldMails, endedSessions } = await restoreBackup(opened, systemClock, backup, options);
    print(`Restored from the backup of ${header.madeAt}: ${contentsOf(rows)}.`);
    if (endedSessions > 0) print(`${count(endedSessions, 'session')} ended, for want of the SECRET_KEY.`);
    if (heldMails > 0)
      print(
        `${count(heldMails, 'mail')} that waited may have been sent since: latchkey mail list --state uncertain shows, ` +
          'and latchkey mail again sends them.',
      );
    if (formerKey !== undefined) print(`The secret key that was there before is in ${formerKey}.`);
  } finally {
    await opened.close();
  }
}

/** The keys that the servers will have, and the one that the backup brings along for them. */
async function chooseKeys(
  { secretKey, secretKeyFallbacks, dataDir }: Config,
  ofBackup: string | undefined,
): Promise<{ given: string[]; toBeWritten: string | undefined }> {
  const toBeWritten = secretKey === undefined ? ofBackup : undefined;
  const primary = secretKey ?? ofBackup ?? (await readSecretKey(dataDir));
  return { given: [...(primary === undefined ? [] : [primary]), ...secretKeyFallbacks], toBeWritten };
}

async function makeFolders({ database, dataDir }: Config): Promise<void> {
  if (database.dialect !== 'sqlite') return;
  await mkdir(dataDir, { recursive: true });
  await mkdir(dirname(database.file), { recursive: true });
}

async function askWhetherToReplace(config: Config, contents: Contents, file: string): Promise<void> {
  const { database } = config;
  const where = database.dialect === 'sqlite' ? database.file : describeUrl(database.url);
  const { accounts, sessions, changesOfSettings } = contents;
  const holds = `${where} holds ${count(accounts, 'account')}, ${count(sessions, 'session')} and ${count(changesOfSettings, 'change')} of settings.`;
  if (!process.stdin.isTTY || file === standardStream)
    throw new CommandError(`${holds} A restore replaces all of it: say so with --force.`);
  tell(`${holds} A restore replaces all of it.`);
  if (!(await typesWord('replace'))) throw new CommandError('Nothing was changed.');
}

function contentsOf(rows: Readonly<Record<string, number>>): string {
  const of = (table: string, noun: string): string => count(rows[table] ?? 0, noun);
  return `${of('accounts', 'account')}, ${of('sessions', 'session')} and ${of('audit_events', 'audit event')}`;
}
