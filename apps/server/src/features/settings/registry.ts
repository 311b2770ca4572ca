import type { SettingDefinition } from './definition.ts';

/**
 * Every live setting, once: what it is called, what it may be and what it means.
 * A default may depend on `NODE_ENV=production`; an environment variable of the same name replaces it.
 */

const minute = 60;
const day = 24 * 60 * minute;
/** So that even in the shortest window an attempt takes up some milliseconds. */
const mostAttempts = 10_000;

export const settingDefinitions = {
  ACCESS_TOKEN_LIFETIME: {
    type: 'integer',
    unit: 'seconds',
    minimum: 1,
    maximum: day,
    default: 30,
    group: 'Tokens',
    help: 'How long an access token is valid. Other services trust a token until it expires, so keep it short.',
  },
  REFRESH_TOKEN_LIFETIME: {
    type: 'integer',
    unit: 'seconds',
    minimum: 1,
    maximum: 3650 * day,
    default: 30 * day,
    group: 'Tokens',
    help: 'How long a refresh token is valid. A session that is not refreshed for this long is over.',
  },
  REFRESH_REUSE_GRACE: {
    type: 'integer',
    unit: 'seconds',
    minimum: 0,
    maximum: 5 * minute,
    default: 10,
    group: 'Tokens',
    help: 'How long a superseded refresh token still leads to the current one, for tabs, retries and lost answers.',
  },
  SESSION_ABSOLUTE_LIFETIME: {
    type: 'integer',
    unit: 'seconds',
    minimum: 0,
    maximum: 3650 * day,
    default: 365 * day,
    group: 'Sessions',
    help: 'How long a session can last however often it is refreshed. 0: no limit.',
  },
  SESSIONS_PER_ACCOUNT: {
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    default: 1_000,
    group: 'Sessions',
    help: 'How many live sessions an account has at most. The least recently used one goes first.',
  },
  REGISTRATION_OPEN: {
    type: 'boolean',
    default: true,
    group: 'Accounts',
    help: 'Whether anybody may register an account.',
  },
  PASSWORD_MIN_LENGTH: {
    type: 'integer',
    minimum: 8,
    maximum: 128,
    default: 8,
    group: 'Accounts',
    help: 'How many characters a new password has at least.',
  },
  PASSWORD_BLOCK_COMMON: {
    type: 'boolean',
    default: 'production',
    group: 'Accounts',
    help: 'Whether a new password must not be one of the most common ones.',
  },
  EMAIL_CHANGE_NEEDS_PASSWORD: {
    type: 'boolean',
    default: 'production',
    group: 'Accounts',
    help: 'Whether changing the e-mail address asks for the current password.',
  },
  EMAIL_VERIFICATION: {
    type: 'choice',
    choices: ['off', 'optional', 'required'],
    default: 'off',
    group: 'E-mail',
    help: 'Whether the owner of an account has to prove the e-mail address. off: nobody is asked. optional: who registers gets a link, and may log in without. required: no login before; registration then does not tell whether an address is taken, the mail does. Unless off, a proven address changes only once the new one is proven.',
  },
  SERVICE_NAME: {
    type: 'text',
    longest: 60,
    default: 'Latchkey',
    group: 'E-mail',
    help: 'What mails, and the pages that their links lead to, call this installation.',
  },
  SERVICE_COLOUR: {
    type: 'text',
    longest: 7,
    form: { pattern: /^#[0-9a-f]{6}$/i, words: 'a colour like #1f5c4d' },
    default: '#1f5c4d',
    group: 'E-mail',
    help: 'The colour of the buttons in mails and on the pages that their links lead to.',
  },
  SERVICE_LANGUAGE: {
    type: 'choice',
    choices: ['en', 'de'],
    default: 'en',
    group: 'E-mail',
    help: 'The language of mails, and of the pages that their links lead to.',
  },
  NOTICE_PASSWORD_CHANGED: {
    type: 'boolean',
    default: true,
    group: 'E-mail',
    help: 'Whether the owner of an account is written to when its password has changed.',
  },
  NOTICE_ADDRESS_CHANGED: {
    type: 'boolean',
    default: true,
    group: 'E-mail',
    help: 'Whether the former address is written to when the address of an account has changed. That mail has the link that takes the change back.',
  },
  NOTICE_NEW_DEVICE: {
    type: 'boolean',
    default: true,
    group: 'E-mail',
    help: 'Whether the owner of an account is written to after a login with a device and from a network that the account does not know.',
  },
  NOTICE_SESSION_REUSED: {
    type: 'boolean',
    default: true,
    group: 'E-mail',
    help: 'Whether the owner of an account is written to when a session was ended because a refresh token was used twice.',
  },
  MAIL_RETENTION: {
    type: 'integer',
    unit: 'seconds',
    minimum: day,
    maximum: 3650 * day,
    default: 30 * day,
    group: 'E-mail',
    help: 'How long the outbox keeps a mail, sent or not.',
  },
  // NIST SP 800-63B, section 5.2.2, has at most 100 failures for an account.
  LOGIN_FAILURES_PER_ACCOUNT: {
    type: 'integer',
    minimum: 0,
    maximum: mostAttempts,
    default: 100,
    group: 'Limits',
    help: 'How many logins with one e-mail address may fail per ATTEMPT_WINDOW before further ones are refused. Devices that the account knows have a fifth of that for themselves. 0: no limit.',
  },
  LOGIN_FAILURES_PER_ADDRESS: {
    type: 'integer',
    minimum: 0,
    maximum: mostAttempts,
    default: 1_000,
    group: 'Limits',
    help: 'How many logins from one network address (IPv6: one /64) may fail per ATTEMPT_WINDOW, whatever the account. 0: no limit.',
  },
  REGISTRATIONS_PER_ADDRESS: {
    type: 'integer',
    minimum: 0,
    maximum: mostAttempts,
    default: 3_000,
    group: 'Limits',
    help: 'How many accounts may be registered, or be found to exist already, from one network address per ATTEMPT_WINDOW. 0: no limit.',
  },
  LINK_FAILURES_PER_ADDRESS: {
    type: 'integer',
    minimum: 0,
    maximum: mostAttempts,
    default: 50,
    group: 'Limits',
    help: 'How many links (to reset a password, to become the first admin) that are not valid one network address may try per ATTEMPT_WINDOW. 0: no limit.',
  },
  FORGED_TOKENS_PER_ADDRESS: {
    type: 'integer',
    minimum: 0,
    maximum: mostAttempts,
    default: 100,
    group: 'Limits',
    help: 'How many unknown refresh tokens from one network address per ATTEMPT_WINDOW the audit trail reports. They are refused in any case. 0: never.',
  },
  MAIL_REQUESTS_PER_ACCOUNT: {
    type: 'integer',
    minimum: 0,
    maximum: mostAttempts,
    default: 5,
    group: 'Limits',
    help: 'How many mails may be asked for to one e-mail address (to reset a password, to prove the address) per ATTEMPT_WINDOW, whether or not it has an account. 0: no limit.',
  },
  MAIL_REQUESTS_PER_ADDRESS: {
    type: 'integer',
    minimum: 0,
    maximum: mostAttempts,
    default: 100,
    group: 'Limits',
    help: 'How many such mails one network address may ask for per ATTEMPT_WINDOW. 0: no limit.',
  },
  ATTEMPT_WINDOW: {
    type: 'integer',
    unit: 'seconds',
    minimum: minute,
    maximum: day,
    default: 60 * minute,
    group: 'Limits',
    help: 'The time that the limits are for. Whoever has used one up gets further attempts one by one, spread out evenly over it.',
  },
  CORS_ALLOWED_ORIGINS: {
    type: 'origins',
    default: [],
    group: 'Browsers',
    help: 'The origins, apart from PUBLIC_URL, whose pages may call the API and use the refresh cookie.',
  },
  BROWSABLE_API: {
    type: 'boolean',
    default: true,
    group: 'Browsers',
    help: 'Whether a browser that opens an address of the API gets a page about it, and /api/docs/ the reference.',
  },
  AUDIT_RETENTION: {
    type: 'integer',
    unit: 'seconds',
    minimum: day,
    maximum: 3650 * day,
    default: 365 * day,
    group: 'Audit',
    help: 'How long events of the audit trail are kept.',
  },
} as const satisfies Record<string, SettingDefinition>;

export type SettingName = keyof typeof settingDefinitions;

type ValueOf<D extends SettingDefinition> = D extends { readonly choices: readonly (infer C)[] }
  ? C
  : D['type'] extends 'integer'
    ? number
    : D['type'] extends 'boolean'
      ? boolean
      : D['type'] extends 'text'
        ? string
        : readonly string[];

export type SettingValue = number | boolean | string | readonly string[];

/** The value of every setting: numbers in the unit of their definition, booleans, texts, lists of origins. */
export type SettingValues = { readonly [N in SettingName]: ValueOf<(typeof settingDefinitions)[N]> };

// Object.keys types its result as string[]; these are the keys of that very object.
export const settingNames = Object.keys(settingDefinitions) as SettingName[];

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settingDefinitions, name);
}
