import type { ForeignDatabase } from '../../db/foreign.ts';
import { openForeign } from '../../db/open-foreign.ts';
import { ImportError } from './errors.ts';
import { largestId, readUser } from './read-user.ts';
import type { Work } from './run.ts';
import { countUsers, selectLargestGivenId, selectUsers } from './source-queries.ts';
import { findSourceTable, type SourceTable } from './source-table.ts';

const readPage = 1_000;

/**
 * Reads the source, once, and closes it.
 *
 * @throws ImportError, with a message for the operator, where it cannot be read or has no such users.
 */
export function stage(work: Work): Promise<{ users: number; lastId: number }> {
  return ofSource(() => readSource(work));
}

async function readSource(work: Work): Promise<{ users: number; lastId: number }> {
  const { options } = work;
  const source = await openForeign(options.from, { isOneMoment: true });
  try {
    const table = await findSourceTable(source, options.table, options.columns);
    const users = await countUsers(source, table);
    const read = await readUsers(work, source, table, users);
    if (read !== users)
      throw new ImportError(
        `${table.title} has ${users} rows, and ${read} ids in their order: an id is there twice, or missing.`,
      );
    const lastId = Math.max(work.staging.largestId(), await selectLargestGivenId(source, table));
    if (lastId > largestId)
      throw new ImportError(
        `${table.title} has given ids up to ${lastId}; an account's id is at most ${largestId}.`,
      );
    return { users, lastId };
  } finally {
    await source.close();
  }
}

/** Says that it was the source that failed, and not our own database. */
async function ofSource<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ImportError) throw error;
    // What Node throws when every address of a host name refused.
    const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
    const why = cause instanceof Error ? cause.message : 'for no reason that it told';
    throw new ImportError(`The database to import from cannot be read: ${why}`, { cause });
  }
}

async function readUsers(
  { staging, report, options }: Work,
  source: ForeignDatabase,
  table: SourceTable,
  total: number,
): Promise<number> {
  let read = 0;
  let previous: unknown;
  for (let after: string | undefined; ;) {
    const rows = await selectUsers(source, table, after, readPage);
    for (const row of rows) {
      if (row.id === previous) throw new ImportError(`The id ${String(row.id)} is in ${table.title} twice.`);
      previous = row.id;
      const user = readUser(row);
      if (!('fault' in user)) staging.add(user);
      else {
        if (user.id !== undefined) staging.addLeftOut(user.id, user.fault);
        const email = typeof row.email === 'string' ? row.email : null;
        report.add({ id: user.id ?? null, email, outcome: 'left out', reason: user.fault, detail: null });
      }
    }
    read += rows.length;
    options.onProgress(read, total, 'read');
    const last = rows.at(-1);
    if (last === undefined || rows.length < readPage) return read;
    after = String(last.id);
  }
}
