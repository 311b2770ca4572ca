/** What the admin API answers with. */

export interface Page<T> {
  readonly items: T[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
}

export interface Account {
  readonly id: number;
  readonly email: string;
  readonly username: string;
  readonly is_active: boolean;
  readonly is_staff: boolean;
  readonly created_at: string;
  readonly email_verified_at: string | null;
  /** Where one account is shown. */
  readonly live_sessions?: number;
}

/** An account as others refer to it; without an address where it is gone. */
export interface AccountReference {
  readonly id: number;
  readonly email: string | null;
}

export interface Session {
  readonly id: string;
  readonly account: AccountReference;
  /** The User-Agent of the login. */
  readonly device: string;
  readonly address: string;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly expires_at: string;
  readonly ended_at: string | null;
  readonly end_reason: string | null;
}

export interface AuditEvent {
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly account: AccountReference | null;
  readonly actor: AccountReference | null;
  readonly source: string;
  readonly session_id: string | null;
  readonly address: string | null;
  readonly request_id: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export type SettingValue = number | boolean | string | readonly string[];

export interface Setting {
  readonly name: string;
  readonly value: SettingValue;
  readonly default: SettingValue;
  readonly overridden: boolean;
  readonly type: 'integer' | 'boolean' | 'origins' | 'choice' | 'text';
  readonly unit: 'seconds' | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** What a choice may be. */
  readonly choices: readonly string[] | null;
  readonly group: string;
  readonly help: string;
}

export interface SettingsList {
  readonly version: number;
  readonly settings: readonly Setting[];
}

export interface SettingChange {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly at: string;
  /** null: the default. */
  readonly from: SettingValue | null;
  readonly to: SettingValue | null;
  readonly actor: AccountReference | null;
  readonly source: string;
}

export interface Mail {
  readonly id: string;
  readonly at: string;
  readonly account_id: number | null;
  readonly recipient: string;
  readonly template: string;
  readonly state: 'waiting' | 'sending' | 'kept' | 'sent' | 'failed' | 'uncertain';
  readonly attempts: number;
  readonly next_attempt_at: string | null;
  readonly settled_at: string | null;
  readonly link_expires_at: string | null;
  readonly failure: string | null;
}

export interface MailInDetail extends Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface ActivityBucket {
  readonly at: string;
  readonly logins: number;
  readonly failed_logins: number;
  readonly refreshes: number;
}

export interface ServerNode {
  readonly id: string;
  readonly version: string;
  readonly started_at: string;
  readonly seen_at: string;
  readonly settings_version: number;
  readonly this_one: boolean;
}

export interface Overview {
  readonly accounts: { readonly total: number; readonly active: number; readonly staff: number };
  readonly sessions: { readonly live: number };
  readonly reuse_detections: { readonly last_24_hours: number; readonly last_30_days: number };
  readonly settings_version: number;
  readonly nodes: readonly ServerNode[];
  readonly activity: { readonly bucket_seconds: number; readonly buckets: readonly ActivityBucket[] };
}

/** A key of access tokens. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly state: 'added' | 'waiting' | 'signing' | 'superseded';
  readonly created_at: string;
  readonly signs_from: string | null;
  readonly verifies_until: string | null;
  readonly from_environment: boolean;
}

export interface AddedSigningKey extends SigningKey {
  readonly secret: string;
}
