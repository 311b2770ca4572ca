import type { Answer, Schemas } from '@latchkey/client';

/** What the admin API answers with, by the names that this site uses. The API's document says what each field means. */

export interface Page<T> {
  readonly items: T[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
}

/** The number of live sessions comes where one account is shown. */
export type Account = Schemas['Account'] & Partial<Schemas['AccountInDetail']>;
export type Session = Schemas['Session'];
export type AuditEvent = Schemas['AuditEvent'];
/** An account as others refer to it; without an address where it is gone. */
export type AccountReference = NonNullable<AuditEvent['account']>;
export type Setting = Schemas['Setting'];
export type SettingValue = Setting['value'];
export type SettingsList = Answer<'listSettings'>;
export type SettingChange = Schemas['SettingChange'];
export type Mail = Schemas['Mail'];
export type MailInDetail = Schemas['MailInDetail'];
export type Overview = Schemas['Overview'];
export type ActivityBucket = Overview['activity']['buckets'][number];
export type ServerNode = Overview['nodes'][number];
export type SigningKey = Schemas['SigningKey'];
export type AddedSigningKey = Schemas['AddedSigningKey'];
