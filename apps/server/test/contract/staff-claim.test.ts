import { expect, test } from 'vitest';
import { startWithAdmin } from '../support/admin.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { decodeToken } from '../support/tokens.ts';

onEveryDatabase('the claim is_staff', (kind) => {
  test('is in the tokens of admins, from the login on and through refreshes, and in nobody else’s', async () => {
    const { app, adminSession } = await startWithAdmin(kind);
    expect(decodeToken(adminSession.access_token).claims).toMatchObject({ is_staff: true });
    expect(
      decodeToken((await app.refresh(adminSession.refresh_token)).body.access_token).claims,
    ).toMatchObject({ is_staff: true });
    await app.register();
    const session = await app.login();
    expect(decodeToken(session.access_token).claims).not.toHaveProperty('is_staff');
  });

  test('follows the account at the next refresh of each session, without a new login', async () => {
    const { app, call } = await startWithAdmin(kind);
    const { id } = await app.register();
    let sessions = [await app.login(), await app.login()];
    for (const isStaff of [true, false]) {
      expect((await call('PATCH', `/api/admin/accounts/${id}/`, { is_staff: isStaff })).status).toBe(200);
      sessions = await Promise.all(
        sessions.map(async ({ refresh_token }) => (await app.refresh(refresh_token)).body),
      );
      for (const { access_token } of sessions) {
        expect(decodeToken(access_token).claims['is_staff']).toBe(isStaff ? true : undefined);
      }
    }
  });
});
