import type { Tables } from '../db/tables.ts';

/**
 * What becomes of each table in a backup, those first that others refer to. The type knows all tables: whoever adds one
 * decides here.
 */
const fates: Record<keyof Tables, 'kept' | 'left out'> = {
  installation: 'kept',
  secret_keys: 'kept',
  signing_keys: 'kept',
  accounts: 'kept',
  sessions: 'kept',
  former_token_windows: 'kept',
  former_token_holders: 'kept',
  former_tokens: 'kept',
  imported_accounts: 'kept',
  settings: 'kept',
  settings_versions: 'kept',
  settings_changes: 'kept',
  audit_events: 'kept',
  activity: 'kept',
  one_time_tokens: 'kept',
  attempts: 'kept',
  mails: 'kept',
  mail_requests: 'kept',
  ended_sessions: 'kept',
  token_lifetimes: 'kept',
  // The servers that ran when the backup was taken are none of those that will run on what is restored.
  nodes: 'left out',
};

// Object.keys types its result as string[]; these are the keys of that very object.
export const allTables = Object.keys(fates) as (keyof Tables)[];

export const keptTables = allTables.filter((table) => fates[table] === 'kept');

export const isKept = (table: string): boolean => keptTables.some((kept) => kept === table);

/**
 * The tables whose numbers others may remember: services name accounts by them, followers ask what came after a number.
 * None of them is given twice, also not one that was given after the backup was taken.
 */
export const rememberedIds: readonly (keyof Tables)[] = ['accounts', 'audit_events', 'ended_sessions'];
