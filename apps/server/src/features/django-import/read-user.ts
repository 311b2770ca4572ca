import { noPassword, readFormerHash, type HashFault } from '../../lib/former-hashes.ts';
import { parseEmail } from '../accounts/index.ts';
import type { SourceRow } from './source-queries.ts';

/** A user of the source, as an account would have it. */
export interface SourceUser {
  readonly id: number;
  readonly email: string;
  readonly normalized: string;
  readonly username: string;
  /** A hash that can be checked, or the mark that there is none. */
  readonly passwordHash: string;
  readonly isActive: 0 | 1;
  readonly isSuperuser: 0 | 1;
  /** In milliseconds since the epoch; null where the source does not say. */
  readonly joinedAt: number | null;
  /** What could not be kept as it was. */
  readonly notes: readonly Note[];
}

export type Note =
  | 'no usable password'
  | 'hash of an unknown form'
  | 'hash that costs too much'
  | 'user name shortened'
  | 'characters left out of the user name'
  | 'no readable date of joining';

export type Fault = 'no e-mail address' | 'not an e-mail address' | 'an id that cannot be kept';

/** So that new accounts have room after it: their ids are numbers that every client can hold. */
export const largestId = 2 ** 52;
const longestUsername = 150;

/** @returns the user's id and why there is no account to be made; the id is undefined where it is none. */
export function readUser(row: SourceRow): SourceUser | { id: number | undefined; fault: Fault } {
  const id = readId(row.id);
  if (id === undefined) return { id, fault: 'an id that cannot be kept' };
  const text = typeof row.email === 'string' ? row.email.trim() : '';
  if (text === '') return { id, fault: 'no e-mail address' };
  const address = parseEmail(text);
  if (!address) return { id, fault: 'not an e-mail address' };

  const notes: Note[] = [];
  const passwordHash = readPassword(row.password, notes);
  return {
    id,
    ...address,
    username: readUsername(row.username, notes),
    passwordHash,
    isActive: isTrue(row.active) ? 1 : 0,
    isSuperuser: isTrue(row.superuser) ? 1 : 0,
    joinedAt: readTime(row.joined, notes),
    notes,
  };
}

function readId(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^[1-9][0-9]{0,15}$/.test(value)) return undefined;
  const id = Number(value);
  return id <= largestId ? id : undefined;
}

const hashNotes: Readonly<Record<HashFault, Note>> = {
  'unknown form': 'hash of an unknown form',
  'costs too much': 'hash that costs too much',
};

function readPassword(value: unknown, notes: Note[]): string {
  // Django's own mark is followed by random characters.
  if (typeof value !== 'string' || value === '' || value.startsWith(noPassword)) {
    notes.push('no usable password');
    return noPassword;
  }
  const former = readFormerHash(value);
  if (typeof former !== 'string') return value;
  notes.push(hashNotes[former]);
  return noPassword;
}

function readUsername(value: unknown, notes: Note[]): string {
  if (typeof value !== 'string') return '';
  // PostgreSQL can keep no NUL, and UTF-8 no half of a pair.
  const clean = value.replaceAll('\0', '').toWellFormed();
  if (clean !== value) notes.push('characters left out of the user name');
  const characters = Array.from(clean);
  if (characters.length <= longestUsername) return clean;
  notes.push('user name shortened');
  return characters.slice(0, longestUsername).join('');
}

/** SQLite's flags are numbers, PostgreSQL's are words. */
function isTrue(value: unknown): boolean {
  return value === 1 || value === 1n || value === '1' || value === 'true' || value === 't';
}

const written = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))? ?(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** Django writes SQLite's times as text, in UTC and without saying so. */
function readTime(value: unknown, notes: Note[]): number | null {
  if (value === undefined || value === null) return null;
  const [, day, time = '00:00', zone = 'Z'] = (typeof value === 'string' && written.exec(value)) || [];
  const at =
    typeof value === 'number' ? value : day === undefined ? Number.NaN : Date.parse(`${day}T${time}${zone}`);
  if (at >= 0 && at < 8.64e15) return Math.trunc(at);
  notes.push('no readable date of joining');
  return null;
}
