import type { Farewell } from '../session/session.ts';

/** What is said to somebody whose session is over. */
export const farewellWords: Readonly<Record<Farewell, string>> = {
  logout: 'You are signed out.',
  'other tab': 'You signed out in another tab, or signed in there with another account.',
  expired: 'Your session has expired, since you have not been here for a while. Please sign in again.',
  password_changed: 'The password was changed on another device, which signed you out here.',
  reuse:
    'This session was ended for your safety: somebody else seems to have used a copy of it. Sign in again, and change your password if you do not know how that could be.',
  admin: 'An administrator has ended this session. You can sign in again.',
  account_disabled: 'This account has been disabled. Please ask an administrator.',
  limit:
    'You are signed in on too many devices, so the session that was used least was ended. It was this one.',
  key_retired: 'All sessions were ended when the keys of this service were changed. Please sign in again.',
  unknown: 'Your session is over. Please sign in again.',
  deleted: 'Your account and everything that was kept about you have been deleted.',
};
