import { readFile } from 'node:fs/promises';
import type { DatabaseLocation } from '../../db/database.ts';
import { openForeign } from '../../db/open-foreign.ts';
import {
  importFormerTokens,
  ImportError,
  readFormerKey,
  reasonsLeftOut,
  requireImportable,
  type FormerAlgorithm,
  type ImportReport,
  type LeftOut,
} from '../../features/former-tokens/index.ts';
import { joinNodes } from '../../features/installation/index.ts';
import { parseTime } from '../../http/query-fields.ts';
import { fromCommandLine } from '../../lib/origin.ts';
import { openKeys } from '../../open-service.ts';
import { CommandError, count, print, showProgress, type CommandServices } from '../run.ts';

export interface TokenOptions {
  /** The users' table. */
  readonly table: string;
  readonly idColumn?: string;
  readonly emailColumn?: string;
  readonly refreshTokens?: string;
  readonly simplejwtKeyFile?: string;
  readonly algorithm: FormerAlgorithm;
  readonly userIdClaim: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly until?: string;
  readonly reopen?: true;
  readonly dryRun?: true;
}

/** What the options say of tokens, read before anything is done. */
export type TokenPlan = Awaited<ReturnType<typeof planTokens>>;

/**
 * @returns undefined where no tokens are to be imported.
 * @throws CommandError where the options do not go together, or the key cannot be read.
 */
export async function planTokens(options: TokenOptions) {
  const { refreshTokens, simplejwtKeyFile, until } = options;
  if (refreshTokens === undefined && simplejwtKeyFile === undefined) {
    if (until === undefined) return undefined;
    throw new CommandError(
      '--until is for refresh tokens. Say which: --refresh-tokens TABLE, --simplejwt-key-file FILE, or both.',
    );
  }
  if (until === undefined)
    throw new CommandError(
      'Say until when refresh tokens of the former system are accepted: --until 2027-01-31, at most a year from now.',
    );
  return { until: readUntil(until), simpleJwt: await readSimpleJwt(options) };
}

/** An import of tokens that may begin. */
export interface TokenImport {
  run(): Promise<void>;
  close(): Promise<void>;
}

/** @throws CommandError where it could not come to its end; nothing was written. */
export async function prepareTokens(
  { surroundings, database, settings, clock }: CommandServices,
  from: DatabaseLocation,
  { until, simpleJwt }: NonNullable<TokenPlan>,
  options: TokenOptions,
): Promise<TokenImport> {
  const { refreshTokens: table, table: users, idColumn = 'id', emailColumn = 'email' } = options;
  const { keys } = await openKeys(surroundings, database);
  const node = await joinNodes(database.kysely, keys, clock, settings.version);
  await node.leave();
  const deps = { database, clock, keyRing: node.keyRing };
  // An import takes long, and a service that is still used has to be able to write meanwhile.
  const source = await openForeign(from, { isOneMoment: false }).catch((error: unknown) => {
    throw new CommandError(`The database to import from cannot be opened: ${messageOf(error)}`);
  });
  const given = {
    source,
    users: { table: users, id: idColumn, email: emailColumn },
    refreshTokens: table === undefined ? undefined : { table, ...djangoColumns },
    simpleJwt,
    until,
    reopen: options.reopen ?? false,
    dryRun: options.dryRun ?? false,
    onProgress: (name: string, read: number) => showProgress(read, `rows of ${name}`),
  };
  try {
    await explained(requireImportable(deps, given));
  } catch (error) {
    await source.close();
    throw error;
  }
  return {
    async run() {
      const report = await explained(importFormerTokens(deps, given, fromCommandLine));
      show('account', 'may go on with a token', report.accounts);
      if (report.refreshTokens) show('refresh token', 'accepted', report.refreshTokens);
      if (report.blacklist) show('blacklisted token', 'known to be over', report.blacklist);
      else if (simpleJwt)
        print('SimpleJWT has no blacklist there: every signed token counts until it expires.');
      if (!given.dryRun) print(`They are exchanged for sessions until ${new Date(until).toISOString()}.`);
    },
    close: () => source.close(),
  };
}

async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof ImportError ? new CommandError(error.message) : error;
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
