/** Every event of the audit trail, once, and what it tells. A name is for ever: filters and exports hold it. */
export const auditEvents = {
  'account.registered': 'Somebody registered the account.',
  'account.created': 'An operator made the account.',
  'account.changed': 'The address, the name or the rights of the account were changed.',
  'account.disabled': 'The account was switched off, and its sessions ended.',
  'account.enabled': 'The account was switched on again.',
  'account.deleted': 'The account and its sessions were deleted.',
  'accounts.imported': 'Accounts were brought along from another service, or brought up to date with it.',
  'registration.repeated': 'Somebody registered an address that has an account; its owner is told by mail.',
  'email.verified': 'The owner proved to receive mail at the address.',
  'email.change_requested': 'The owner asked for another address; it changes once that is proven.',
  'email.change_undone':
    'Whoever receives mail at the former address took a change of address back; all sessions ended and the password is void.',
  'login.succeeded': 'A session began.',
  'login.exchanged': 'A session began in exchange for a refresh token of the former system.',
  'login.failed': 'A password did not fit, or the account is unknown or switched off.',
  'limit.reached':
    'So many attempts failed that further ones are refused for a while. Told once for each window of time.',
  'refresh.reused':
    'A superseded refresh token was used again, and the session ended: it may have been copied.',
  logout: 'The owner ended the session.',
  'sessions.ended': 'Sessions were ended by somebody else than their own logout.',
  'password.changed': 'The owner changed the password; all other sessions ended.',
  'password.reset': 'The password was set anew without the old one; all sessions ended.',
  'password.reset_requested': 'Somebody asked for a mail that sets a new password.',
  'password.reset_link_made': 'An operator made a link that sets a new password.',
  'admin.link_made': 'A link for making the first admin was made.',
  'mail.sent_again': 'An operator sent a mail again.',
  'settings.changed': 'Settings were changed.',
  'signing_key.created': 'A key for access tokens was made, and published.',
  'signing_key.activated': 'A key was told to sign access tokens from a moment on.',
  'signing_key.withdrawn':
    'A key that was about to sign access tokens will not: a server was started with another JWT_ALGORITHM or JWT_SIGNING_KEY.',
  'signing_key.retired': 'A key for access tokens was forgotten: what it has signed is refused.',
  'backup.taken': 'An operator began to take a backup of the whole database.',
  'backup.restored': 'The database was replaced by what a backup holds; what came after the backup is lost.',
  'accounts.exported': 'An operator began to export all accounts with the hashes of their passwords.',
  'former_tokens.accepted':
    'Refresh tokens of the former system were imported, and are exchanged for sessions until a date.',
  'former_tokens.closed':
    'Refresh tokens of the former system are accepted no longer; those that were not exchanged yet are over.',
  'secret_keys.retired': 'Secret keys were forgotten, and what depended on them ended.',
} as const;

export type AuditEventName = keyof typeof auditEvents;

// Object.keys types its result as string[]; these are the keys of that very object.
export const auditEventNames = Object.keys(auditEvents) as AuditEventName[];
