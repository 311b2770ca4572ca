import type { Farewell } from './use-session.ts';

/** What is said to somebody whose session is over. */
export const farewellWords: Readonly<Record<Farewell, string>> = {
  logout: 'You are signed out.',
  elsewhere: 'You were signed out here from elsewhere. You can sign in again.',
  'other tab': 'You signed out in another tab.',
  expired: 'Your session has expired. Please sign in again.',
  password_changed: 'The password was changed elsewhere, which signed you out here.',
  reuse: 'This session was ended for your safety: somebody else seems to have used a copy of it.',
  admin: 'An administrator has ended this session. You can sign in again.',
  account_disabled: 'This account has been disabled.',
  limit: 'You are signed in on too many devices, so the session that was used least was ended.',
  key_retired: 'All sessions were ended when keys were changed. Please sign in again.',
  unknown: 'Your session is over. Please sign in again.',
};
