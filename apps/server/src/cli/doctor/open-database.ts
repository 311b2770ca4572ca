import { stat } from 'node:fs/promises';
import { describeUrl } from '../../banner.ts';
import type { Config } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import { migrationNames, readMigrationState } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { isReadOnly } from '../../db/read-only.ts';
import { createLogger } from '../../lib/logging.ts';
import { explainStartFailure } from '../../start-failure.ts';
import { problem, warning, type Examination, type Finding } from './finding.ts';

interface Opened {
  readonly examination: Examination;
  /** With the tables of this version; undefined where there is none. */
  readonly database: Database | undefined;
}

/** Opens the database where it is there already, and looks at its tables. It makes and migrates none. */
export async function openExamined(config: Config): Promise<Opened> {
  const { database: location } = config;
  const where = location.dialect === 'sqlite' ? location.file : describeUrl(location.url);
  const without = (well: string, ...findings: Finding[]): Opened => ({
    examination: { name: 'database', well, findings },
    database: undefined,
  });
  if (location.dialect === 'sqlite' && (await isMissing(location.file))) {
    return without(`none yet; the first start makes ${where}`);
  }
  let database: Database | undefined;
  try {
    database = await openDatabase(location, createLogger('silent'));
    const { pending, unknown } = await readMigrationState(database);
    if (unknown.length === 0 && pending.length === 0) {
      const findings = (await isReadOnly(database.kysely)) ? [readOnly(where)] : [];
      return { examination: { name: 'database', well: where, findings }, database };
    }
    await database.close();
    if (unknown.length > 0) return without('', newer(where));
    return pending.length === migrationNames.length
      ? without(`${where} is empty yet; the first start makes its tables`)
      : without('', older(where, pending));
  } catch (error) {
    await database?.close().catch(() => undefined);
    return without('', unusable(explainStartFailure(error, config)));
  }
}

function isMissing(file: string): Promise<boolean> {
  return stat(file).then(
    () => false,
    (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT',
  );
}

const readOnly = (where: string): Finding =>
  problem(
    'database_read_only',
    `${where} cannot be written to: it is a standby, or was told to be read-only.`,
    'Let DATABASE_URL name the primary server.',
  );

const newer = (where: string): Finding =>
  problem(
    'database_newer',
    `${where} was made by a newer version of Latchkey.`,
    'Start that version, or a newer one.',
  );

const older = (where: string, pending: readonly string[]): Finding =>
  warning(
    'database_older',
    `${where} has the tables of an older version; to be run: ${pending.join(', ')}. What else is in it was not looked at.`,
    'Run latchkey migrate, or start this version of the server, which does it too.',
  );

/** The explanation ends with what to do. */
function unusable(explanation: string): Finding {
  const [, text = explanation, advice = 'Check DATABASE_URL.'] =
    /^(.*[.)]) ([A-Z][^.]*\.)$/s.exec(explanation) ?? [];
  return problem('database_unusable', text, advice);
}
