import { fromCommandLine } from '../../src/lib/origin.ts';
import type { TestApp } from './app.ts';

/** What an operator does, as the command line does it. */
export function operate({ service }: TestApp) {
  const { accounts, accountAdministration, sessionAdministration } = service.services;
  return {
    makeAdmin: (email: string, password: string) =>
      accounts.createAccount(
        { email, password },
        { isStaff: true, event: 'account.created' },
        fromCommandLine,
      ),
    promote: (email: string) =>
      accountAdministration.changeByEmail(email, { is_staff: true }, fromCommandLine),
    setActive: (email: string, is_active: boolean) =>
      accountAdministration.changeByEmail(email, { is_active }, fromCommandLine),
    resetPassword: (email: string, password: string) =>
      sessionAdministration.resetPassword(email, password, fromCommandLine),
    makeResetToken: async (accountId: number): Promise<string> => {
      const { url } = await accountAdministration.makeResetLink(accountId, fromCommandLine);
      return new URL(url).searchParams.get('token') ?? '';
    },
    endSessionsOf: (accountId: number) => sessionAdministration.endSessionsOf(accountId, fromCommandLine),
    endSessionsOfKeys: (keyIds: readonly number[]) =>
      sessionAdministration.endSessionsOfKeys(keyIds, fromCommandLine),
  };
}
