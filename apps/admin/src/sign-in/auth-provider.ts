import { ApiProblem, type Credentials } from '@latchkey/client';
import type { AuthProvider } from 'react-admin';
import { client, restoreOnce } from '../api/client.ts';
import { NotStaffError, notStaff, noticeOf, setNotice } from './signed-out.ts';

export const authProvider: AuthProvider = {
  async login(credentials: Credentials) {
    await client.login(credentials);
    await requireStaff();
    setNotice(undefined);
  },

  async logout() {
    if (client.isSignedIn()) await client.logout();
  },

  async checkAuth() {
    if (client.isSignedIn()) return;
    const isRestored = await restoreOnce().catch((error: unknown) => {
      setNotice(noticeOf(error));
      return false;
    });
    if (!isRestored || !client.isSignedIn()) throw signInFirst();
    await requireStaff().catch((error: unknown) => {
      if (!(error instanceof NotStaffError)) setNotice(noticeOf(error));
      throw signInFirst();
    });
  },

  /** A session that is over is noticed by the client; everything else is shown where it was asked. */
  checkError: () => Promise.resolve(),

  async getIdentity() {
    const { id, email } = await client.me();
    return { id, fullName: email };
  },
};

/** Only admins come in. Somebody else is signed out again, so that no session of his stays behind here. */
async function requireStaff(): Promise<void> {
  try {
    await client.json('/api/admin/settings/');
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'forbidden') throw error;
    await client.logout();
    setNotice(notStaff);
    throw new NotStaffError();
  }
}

/** The sign-in page says why; react-admin is to say nothing besides, which `message: false` tells it. */
function signInFirst(): Error {
  return Object.assign(new Error(), { message: false as unknown as string });
}
