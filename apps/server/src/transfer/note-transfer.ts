import type { DatabaseLocation } from '../db/database.ts';
import { isUnwritable } from '../db/errors.ts';
import { openAlone } from '../db/open.ts';
import { readDatabaseTime } from '../db/time.ts';
import { recordEvent, type AuditEvent } from '../features/audit/index.ts';
import type { Clock } from '../lib/clock.ts';
import { fromCommandLine } from '../lib/origin.ts';
import { selectColumns } from './restore-queries.ts';

/**
 * Notes in the audit trail that all of the data are about to leave the database: before they do, so that nobody gets them
 * by interrupting what hands them out.
 *
 * @returns false where the database takes no writing: a standby, or a disk that is full.
 */
export async function noteTransfer(
  location: DatabaseLocation,
  clock: Clock,
  event: AuditEvent,
): Promise<boolean> {
  const opened = await openAlone(location);
  const { kysely } = opened;
  try {
    // A database that has never been used, or one of the first version, which had no trail.
    if (!(await selectColumns(kysely)).has('audit_events')) return true;
    await recordEvent(kysely, fromCommandLine, await readDatabaseTime(kysely, clock), event);
    return true;
  } catch (error) {
    if (isUnwritable(error)) return false;
    throw error;
  } finally {
    await opened.close();
  }
}
