import { ApiProblem, type SignedOutReason } from '@latchkey/client';
import { useSyncExternalStore } from 'react';
import { client } from '../api/client.ts';

/** Why somebody finds himself on the sign-in page. */
export interface SignedOutNotice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
}

const notices: Record<SignedOutReason, SignedOutNotice | undefined> = {
  logout: undefined,
  unknown: { severity: 'info', text: 'Your session is over. Sign in again.' },
  'other tab': { severity: 'info', text: 'You signed out in another tab.' },
  expired: { severity: 'info', text: 'Your session was not used for long and has expired. Sign in again.' },
  limit: { severity: 'info', text: 'Your session was ended, because your account had too many of them.' },
  admin: { severity: 'warning', text: 'An admin ended your session. Sign in again.' },
  password_changed: { severity: 'warning', text: 'Your password was changed, which ended your session.' },
  account_disabled: { severity: 'error', text: 'Your account was switched off. Ask another admin.' },
  key_retired: {
    severity: 'info',
    text: 'The server changed its keys, which ended your session. Sign in again.',
  },
  reuse: {
    severity: 'error',
    text: 'Your session was used from two places and was ended: somebody may have copied it. Sign in again, and change your password if you do not know why.',
  },
};

export const notStaff: SignedOutNotice = {
  severity: 'error',
  text: 'This account is no admin, so it was signed out again. Sign in with an account of the staff.',
};

/** Somebody signed in who may not be here. The notice says so. */
export class NotStaffError extends Error {}

let notice: SignedOutNotice | undefined;
const listeners = new Set<() => void>();

/** Keeps what the sign-in page is to say. */
export function setNotice(next: SignedOutNotice | undefined): void {
  notice = next;
  for (const listener of listeners) listener();
}

/** Says why the server could not be asked for the session. */
export function noticeOf(error: unknown): SignedOutNotice {
  const text = error instanceof ApiProblem ? `${error.title}. ${error.detail}` : 'Load the page anew.';
  return { severity: 'error', text };
}

export function useNotice(): SignedOutNotice | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notice,
  );
}

client.onSignedOut((reason) => setNotice(notices[reason]));
