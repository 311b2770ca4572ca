import type { Account, Accounts } from './accounts.ts';
import type { Admin } from './admin.ts';
import type { Exchange } from './exchange.ts';

const atOnce = 4;

/**
 * Deletes the accounts of a run: by the admin where there is one, else by themselves.
 * @returns those that are still there.
 */
export async function deleteAccounts(
  accounts: Accounts,
  exchange: Exchange,
  admin: Admin | undefined,
): Promise<readonly string[]> {
  const waiting = [...accounts.all()];
  const left: string[] = [];
  let canDelete = true;

  const work = async (): Promise<void> => {
    for (let account = waiting.pop(); account !== undefined; account = waiting.pop()) {
      const outcome = canDelete ? await remove(account).catch(() => 'left' as const) : 'left';
      if (outcome === 'cannot') canDelete = false;
      if (outcome !== 'gone') left.push(account.email);
    }
  };

  async function remove({ id, email, password }: Account): Promise<'gone' | 'left' | 'cannot'> {
    if (admin !== undefined) {
      const { status } = await admin.call('DELETE', `/api/admin/accounts/${id}/`);
      return status === 204 || status === 404 ? 'gone' : 'left';
    }
    const login = await exchange.post('/api/login/', { email, password });
    // A check has deleted it already.
    if (login.status === 401) return 'gone';
    const token = String(login.body['access_token']);
    const { status } = await exchange.call(token, 'DELETE', '/api/me/', { current_password: password });
    if (status === 204) return 'gone';
    return [404, 405].includes(status) ? 'cannot' : 'left';
  }

  await Promise.all(Array.from({ length: atOnce }, work));
  return left;
}
