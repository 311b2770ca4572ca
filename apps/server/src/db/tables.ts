import type { ColumnType, Generated } from 'kysely';

/** A time in milliseconds since the epoch. */
type Time = number;
/** 0 or 1: neither SQLite's driver nor a portable schema knows booleans. */
type Flag = 0 | 1;

export interface AccountsTable {
  id: Generated<number>;
  /** As its owner typed it, trimmed. */
  email: string;
  /** What addresses are compared by; made by `normalizeEmail` alone. */
  email_normalized: string;
  username: string;
  /** In PHC or Django form, naming its algorithm and parameters. */
  password_hash: string;
  /** Grows whenever the password changes or the account is disabled: what was verified before no longer counts. */
  credential_version: number;
  is_active: Flag;
  is_staff: Flag;
  created_at: ColumnType<Time, Time, never>;
  /** When somebody proved to receive mail at the address, or an operator vouched for it. */
  email_verified_at: Time | null;
}

export interface SessionsTable {
  /** 52 random bits: where a refresh token says that its session is. */
  selector: ColumnType<number, number, never>;
  /** The public name (`sid`); no part of it is in a refresh token. */
  id: ColumnType<string, string, never>;
  account_id: ColumnType<number, number, never>;
  created_at: ColumnType<Time, Time, never>;
  address: string;
  user_agent: string;
  /** What the address counts by when attempts are limited: an IPv4 address, or the /64 of an IPv6 one. */
  network: ColumnType<string, string | undefined, never>;
  /** The generation of the current refresh token, from 0. */
  generation: number;
  /** The secret key that the current refresh token was derived from. */
  key_id: number;
  /** The secret key of the refresh token before the current one. */
  previous_key_id: number;
  /** When the current generation replaced the one before it; at first the time of the login. */
  rotated_at: Time;
  /** Rotations before the last that are still within the grace, as JSON; null almost always. */
  earlier_rotations: string | null;
  /** A digest of the Idempotency-Key of the last rotation. */
  idempotency_digest: string | null;
  expires_at: Time;
  ended_at: Time | null;
  end_reason: string | null;
  /** The account's flag, kept here as well so that a refresh has nothing else to read: 1, or null, which takes no room. */
  is_staff: ColumnType<1 | null, 1 | null | undefined>;
}

export interface SecretKeysTable {
  id: Generated<number>;
  /** Derived from the key one way: shows whether a key is the one, without giving it away. */
  check_value: string;
  created_at: Time;
}

export interface SigningKeysTable {
  kid: string;
  algorithm: string;
  /** The private key or shared secret, sealed under the secret key named beside it. */
  sealed_secret: string;
  secret_key_id: number;
  created_at: Time;
  /** Of the keys whose time has come the latest one signs. null: nobody has let it sign yet. */
  signs_from: Time | null;
  /** Whether it was given to the servers as JWT_SIGNING_KEY, where alone it can be changed. */
  is_given: Flag;
}

export interface NodesTable {
  id: string;
  started_at: Time;
  seen_at: Time;
  /** JSON list of the ids of the secret keys that this node was given. */
  secret_key_ids: string;
  /** The version of the settings that this node runs with. */
  settings_version: number;
  /** The version of Latchkey that this node runs. */
  software: string;
}

/** The settings that are not at their default. */
export interface SettingsTable {
  name: string;
  /** JSON. */
  value: string;
}

/** Each change of the settings, numbered from 1. */
export interface SettingsVersionsTable {
  version: number;
  at: Time;
  actor_id: number | null;
  source: string;
}

/** What each change changed; null stands for the default. */
export interface SettingsChangesTable {
  version: number;
  name: string;
  from_value: string | null;
  to_value: string | null;
}

/** What happened, for ever or until it is too old; the database refuses to change a row. */
export interface AuditEventsTable {
  id: Generated<number>;
  at: ColumnType<Time, Time, never>;
  event: ColumnType<string, string, never>;
  /** Whom it happened to; the account may be gone. */
  account_id: ColumnType<number | null, number | null, never>;
  /** Who did it. */
  actor_id: ColumnType<number | null, number | null, never>;
  /** How it was done: over the API, by the command line, by the server itself. */
  source: ColumnType<string, string, never>;
  session_id: ColumnType<string | null, string | null, never>;
  address: ColumnType<string | null, string | null, never>;
  request_id: ColumnType<string | null, string | null, never>;
  /** A JSON object. */
  details: ColumnType<string, string, never>;
}

/** What a link proves, once. */
export interface OneTimeTokensTable {
  /** A hash of the token: whoever reads the database cannot use it. */
  digest: string;
  purpose: string;
  account_id: number | null;
  /** The token is void once the account's version is another. */
  credential_version: number | null;
  expires_at: Time;
  /** The e-mail address that the link is about: the one it proves, or the one it brings back. */
  address: string | null;
}

/** How often something happened in each five minutes: too often to keep an event for each. */
export interface ActivityTable {
  /** The beginning of the five minutes. */
  since: Time;
  kind: string;
  count: number;
}

/** What limits count: the attempts of late under one key. */
export interface AttemptsTable {
  /** A hash of what is limited and for whom. */
  key: string;
  /** Until when the attempts so far last, spread out evenly (GCRA's theoretical arrival time). */
  arrives_at: Time;
  /** When the audit trail was last told that somebody is refused here. */
  reported_at: Time | null;
}

/** Mails that wait, and what became of the others. */
export interface MailsTable {
  /** Random; part of the Message-ID, which stays the same however often the mail is tried. */
  id: ColumnType<string, string, never>;
  created_at: ColumnType<Time, Time, never>;
  account_id: ColumnType<number | null, number | null, never>;
  recipient: ColumnType<string, string, never>;
  template: ColumnType<string, string, never>;
  /** A JSON object: what the template is filled with. */
  parameters: ColumnType<string, string, never>;
  /** The token of the link, sealed under the secret key named beside it; wiped when the mail is sent. */
  sealed_token: string | null;
  secret_key_id: number | null;
  link_expires_at: Time | null;
  state: 'waiting' | 'sending' | 'kept' | 'sent' | 'failed' | 'uncertain';
  attempts: Generated<number>;
  /** Not to be tried before. */
  due_at: Time;
  /** Random, anew for each try: whoever has claimed a mail knows by it whether it is still theirs. */
  claim: string | null;
  claimed_at: Time | null;
  /** Set before the first byte of the message: from then on nobody can know whether it arrived, unless the server says. */
  handed_over_at: Time | null;
  /** When it was sent, or given up. */
  settled_at: Time | null;
  failure: string | null;
}

/** Mails that somebody asked for; whether there is an account to write to is looked up after the answer. */
export interface MailRequestsTable {
  id: string;
  created_at: Time;
  kind: string;
  email_normalized: string;
  /** The account that was registered by the same request. */
  account_id: number | null;
  /** The network address that asked. */
  address: string | null;
  request_id: string | null;
}

/** Sessions that have ended of late: what the revocation feed tells of. */
export interface EndedSessionsTable {
  /** Grows with every row, and is never given again. */
  seq: Generated<number>;
  session_id: ColumnType<string, string, never>;
  ended_at: ColumnType<Time, Time, never>;
}

/** The lifetimes of access tokens that nodes were started with, and when a node with that one last lived. */
export interface TokenLifetimesTable {
  seconds: number;
  used_at: Time;
}

/** Where refresh tokens of the former system come from: a table of its database, or its key alone. */
export type FormerTokenSource = 'table' | 'simplejwt';

/** For how long refresh tokens of the former system are exchanged for sessions. */
export interface FormerTokenWindowsTable {
  source: FormerTokenSource;
  /** When the last import that came to its end began: what it has not seen is gone. */
  opened_at: Time;
  ends_at: Time;
  /** When somebody closed it before its time, or ended all sessions. */
  ended_at: Time | null;
  end_reason: string | null;
  /** How the tokens of a key are verified, as JSON. */
  form: string | null;
  /** The key that verifies them, sealed under the secret key named beside it; wiped when the window is closed. */
  sealed_key: string | null;
  secret_key_id: number | null;
}

/** The accounts that came from the former system and may go on with their tokens of it. */
export interface FormerTokenHoldersTable {
  account_id: ColumnType<number, number, never>;
  /** The account's, when it was imported: with another one the password has changed since. */
  credential_version: number;
  /** A hash of what tokens can carry of the password in the former system. */
  password_check: string | null;
  /** When an import last found the account there. */
  seen_at: Time;
  /** When all sessions of the account were ended, and with them the tokens that were not exchanged yet. */
  ended_at: Time | null;
  end_reason: string | null;
}

/** Refresh tokens of the former system: those of its table, and those of its key that were used or ended. */
export interface FormerTokensTable {
  /** A hash of the token, or of its id: whoever reads the database cannot use it. */
  digest: ColumnType<string, string, never>;
  source: ColumnType<FormerTokenSource, FormerTokenSource, never>;
  /** null: ended there, and the former system does not say whose it was. */
  account_id: ColumnType<number | null, number | null, never>;
  expires_at: Time;
  /** When an import last found it there. */
  seen_at: Time;
  /** The session that it was exchanged for. */
  selector: number | null;
  ended_at: Time | null;
  end_reason: string | null;
}

/** What an account was like where it was imported from, when it was last read there. The account may be gone. */
export interface ImportedAccountsTable {
  /** The same here and there. */
  id: ColumnType<number, number, never>;
  /** Digests: enough to see what has changed since, here or there. */
  email_digest: string;
  username_digest: string;
  password_digest: string;
  is_active: Flag;
  /** Whether the import made it an admin. */
  is_staff: Flag;
  joined_at: ColumnType<Time | null, Time | null, never>;
}

/** Facts about the installation as a whole, one a row. */
export interface InstallationTable {
  fact: string;
  value: string;
}

export interface Tables {
  accounts: AccountsTable;
  sessions: SessionsTable;
  secret_keys: SecretKeysTable;
  signing_keys: SigningKeysTable;
  nodes: NodesTable;
  installation: InstallationTable;
  settings: SettingsTable;
  settings_versions: SettingsVersionsTable;
  settings_changes: SettingsChangesTable;
  audit_events: AuditEventsTable;
  activity: ActivityTable;
  one_time_tokens: OneTimeTokensTable;
  attempts: AttemptsTable;
  mails: MailsTable;
  mail_requests: MailRequestsTable;
  ended_sessions: EndedSessionsTable;
  token_lifetimes: TokenLifetimesTable;
  former_token_windows: FormerTokenWindowsTable;
  former_token_holders: FormerTokenHoldersTable;
  former_tokens: FormerTokensTable;
  imported_accounts: ImportedAccountsTable;
}
