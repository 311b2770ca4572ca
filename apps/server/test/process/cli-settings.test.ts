import { expect, test } from 'vitest';
import { onEveryDatabase } from '../support/databases.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { readDatabase } from '../support/read-database.ts';
import { runLatchkey } from '../support/server-process.ts';
import { startBeside } from '../support/start-beside.ts';

onEveryDatabase('latchkey settings', (kind) => {
  test('lists, gets, sets and resets, and the audit trail tells of it', async () => {
    const { server, installation } = await startBeside(kind);
    await server.register();
    const run = (...args: string[]) => runLatchkey(installation, ['settings', ...args]);
    const required = await run('set', 'EMAIL_VERIFICATION', 'required');
    expect(required.stdout).toMatch(
      /now\.\n1 account has not proven its address and will not be able to log in/,
    );
    await run('reset', 'EMAIL_VERIFICATION');
    const set = await run('set', 'REFRESH_TOKEN_LIFETIME', '7d');
    expect(set).toMatchObject({
      code: 0,
      stdout:
        'REFRESH_TOKEN_LIFETIME is 604800 seconds (7 days) now.\n' +
        'Refresh tokens issued until now stay valid for up to 30 days; each of the 0 live sessions gets the new lifetime ' +
        'at its next refresh. Whoever stays away for 7 days will have to log in again.\n',
    });
    const [list, get] = await Promise.all([run('list'), run('get', 'REFRESH_TOKEN_LIFETIME')]);
    expect(list.stdout).toMatch(
      / {2}REFRESH_TOKEN_LIFETIME +604800 seconds \(7 days\) {3}\(default: 2592000 seconds \(30 days\)\)\n/,
    );
    expect(list.stdout).toMatch(/Version 3\./);
    expect(get.stdout).toMatch(/^604800\n/);
    const reset = await run('reset', 'REFRESH_TOKEN_LIFETIME');
    expect(reset.stdout).toMatch(/^REFRESH_TOKEN_LIFETIME has its default again/);
    const events = await readDatabase(
      installation,
      `select source from audit_events where event = 'settings.changed'`,
    );
    expect(events).toEqual(Array(4).fill({ source: 'command line' }));
  });

  test('refuses what the admin site refuses, and unknown names, in one line', async () => {
    const { installation } = await startBeside(kind);
    const run = (...args: string[]) => runLatchkey(installation, ['settings', ...args]);
    const [zero, text, unknown, nothing] = await Promise.all([
      run('set', 'ACCESS_TOKEN_LIFETIME', '0'),
      run('set', 'REGISTRATION_OPEN', 'perhaps'),
      run('set', 'NO_SUCH_SETTING', '1'),
      run('get', 'NO_SUCH_SETTING'),
    ]);
    expectRefusal(zero, 'ACCESS_TOKEN_LIFETIME: Must be a duration');
    expectRefusal(text, 'REGISTRATION_OPEN: Must be true or false');
    expectRefusal(unknown, 'NO_SUCH_SETTING: There is no such setting');
    expectRefusal(nothing, 'There is no setting NO_SUCH_SETTING');
  });
});
