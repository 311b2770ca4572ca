import { openScratch } from '../../db/sqlite/scratch.ts';
import type { Fault, Note, SourceUser } from './read-user.ts';

/** A user who was read, and the others of the same address. */
export interface StagedUser extends SourceUser {
  readonly twins: readonly number[];
}

/**
 * The users of the source as they were at one moment, on this machine: the source is read once, and whoever writes to it
 * waits no longer than that.
 */
export type Staging = ReturnType<typeof openStaging>;

const flushEvery = 1_000;
const mostTwins = 10;

export function openStaging() {
  const scratch = openScratch([
    `create temp table users (
      id integer primary key, email text, normalized text, username text, password_hash text,
      is_active integer, is_superuser integer, joined_at integer, notes text, stopped_by text)`,
    'create index temp.users_by_address on users (normalized)',
  ]);
  const insert = scratch.prepare('insert into users values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const insertMissing = scratch.prepare('insert into users (id, stopped_by) values (?, ?)');
  let pending = 0;
  const counted = (write: () => unknown): void => {
    if (pending === 0) scratch.prepare('begin').run();
    write();
    pending += 1;
    if (pending >= flushEvery) flush();
  };
  function flush(): void {
    if (pending > 0) scratch.prepare('commit').run();
    pending = 0;
  }

  return {
    add(user: SourceUser): void {
      counted(() =>
        insert.run(
          ...[user.id, user.email, user.normalized, user.username, user.passwordHash],
          ...[user.isActive, user.isSuperuser, user.joinedAt, JSON.stringify(user.notes), null],
        ),
      );
    },

    /** Somebody who is in the source, and of whom no account is made. */
    addLeftOut(id: number, fault: Fault): void {
      counted(() => insertMissing.run(id, fault));
    },

    /** From now on this user is left out. */
    stop(id: number, reason: string): void {
      counted(() => scratch.prepare('update users set stopped_by = ? where id = ?').run(reason, id));
    },

    /** Those who are not left out, after an id and in the order of the ids. */
    page(after: number, limit: number): readonly StagedUser[] {
      flush();
      const rows = scratch
        .prepare(
          `select id, email, normalized, username, password_hash as passwordHash, is_active as isActive,
             is_superuser as isSuperuser, joined_at as joinedAt, notes,
             (select count(*) from users as other where other.normalized = users.normalized) as sharing
           from users where id > ? and stopped_by is null order by id limit ?`,
        )
        // The columns are those of the table above, which only add() fills.
        .all(after, limit) as (Omit<SourceUser, 'notes'> & { notes: string; sharing: number })[];
      return rows.map(({ sharing, notes, ...user }) => ({
        ...user,
        notes: JSON.parse(notes) as Note[],
        twins: sharing > 1 ? twinsOf(user) : [],
      }));
    },

    /** Which of these ids the source has. */
    has(id: number): boolean {
      return scratch.prepare('select 1 from users where id = ?').get(id) !== undefined;
    },

    largestId(): number {
      flush();
      const row = scratch.prepare('select max(id) as id from users').get() as { id: number | null };
      return row.id ?? 0;
    },

    close(): void {
      flush();
      scratch.close();
    },
  };

  function twinsOf({ id, normalized }: { id: number; normalized: string }): number[] {
    const rows = scratch
      .prepare('select id from users where normalized = ? and id <> ? order by id limit ?')
      .all(normalized, id, mostTwins) as { id: number }[];
    return rows.map((row) => row.id);
  }
}
