import { useEffect } from 'react';
import { useLogout } from 'react-admin';
import { client } from '../api/client.ts';

/** Leads to the sign-in page as soon as the session is over, wherever that is noticed. */
export function useEndOfSession(): void {
  const logout = useLogout();
  useEffect(() => client.onSignedOut(() => void logout()), [logout]);
}
