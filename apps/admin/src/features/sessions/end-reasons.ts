const words: Readonly<Record<string, string>> = {
  logout: 'signed out',
  reuse: 'a copied token was used',
  admin: 'ended by an admin',
  password_changed: 'the password was changed',
  account_disabled: 'the account was disabled',
  limit: 'too many sessions of the account',
  key_retired: 'the key was retired',
  expired: 'not used for too long',
};

/** Why a session ended, in words. */
export function endReasonInWords(reason: string | null): string {
  return reason === null ? '' : (words[reason] ?? reason);
}
