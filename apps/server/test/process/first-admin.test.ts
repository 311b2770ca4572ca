import { expect, test } from 'vitest';
import { onEveryDatabase } from '../support/databases.ts';
import { readDatabase } from '../support/read-database.ts';
import { readLog } from '../support/read-log.ts';
import { newInstallation, runLatchkey, runServer, startServer } from '../support/server-process.ts';

const [first, second] = ['first@example.com', 'second@example.com'];
const password = 'a password of the first admin';

onEveryDatabase('ADMIN_EMAIL and ADMIN_PASSWORD', (kind) => {
  test('make the first admin, and only while there has never been one', async () => {
    const installation = await newInstallation(kind);
    const configured = (email: string) => ({ ...installation, ADMIN_EMAIL: email, ADMIN_PASSWORD: password });
    const admins = () => readDatabase(installation, 'select email, is_staff from accounts');

    const server = await startServer(configured(first));
    await server.login(first, password);
    await server.stop();
    await (await startServer(configured(first))).stop();
    await (await startServer(configured(second))).stop();
    expect(await admins()).toEqual([{ email: first, is_staff: 1 }]);
  });

  test('do nothing where the command line has made an admin before', async () => {
    const installation = await newInstallation(kind);
    await runLatchkey(installation, ['admin', 'create', first], password);
    await (await startServer({ ...installation, ADMIN_EMAIL: second, ADMIN_PASSWORD: password })).stop();
    expect(await readDatabase(installation, 'select email from accounts')).toEqual([{ email: first }]);
  });

  test('never promote an existing account: the server starts, and the log says what to do', async () => {
    const installation = await newInstallation(kind);
    const before = await startServer(installation);
    await before.register(first, 'the password of whoever was first');
    await before.stop();

    const configured = { ...installation, ADMIN_EMAIL: first.toUpperCase(), ADMIN_PASSWORD: password };
    const server = await startServer(configured);
    await server.login(first, 'the password of whoever was first');
    const { stdout } = await server.stop();
    expect(await readDatabase(installation, 'select is_staff from accounts')).toEqual([{ is_staff: 0 }]);
    const warnings = readLog(stdout).filter(({ level }) => Number(level) >= 40);
    expect(warnings.map(({ msg }) => msg)).toEqual([
      expect.stringMatching(/ADMIN_EMAIL.*latchkey admin promote/),
    ]);
  });

  test('that cannot be used are reported by name, without the password', async () => {
    const installation = await newInstallation(kind);
    const address = await runServer({ ...installation, ADMIN_EMAIL: 'no address', ADMIN_PASSWORD: password });
    const weak = await runServer({ ...installation, ADMIN_EMAIL: first, ADMIN_PASSWORD: 'hidden' });
    expect(address.stderr).toMatch(/^ {2}ADMIN_EMAIL: /m);
    expect(weak.stderr).toMatch(/^ {2}ADMIN_PASSWORD: /m);
    expect([address.code, weak.code]).toEqual([1, 1]);
    expect(weak.stderr).not.toContain('hidden');
    expect(await readDatabase(installation, 'select id from accounts')).toEqual([]);
  });
});
