import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { newInstallation, runLatchkey, runServer, startServer } from '../support/server-process.ts';
import { startBeside } from '../support/start-beside.ts';

const [firstKey, secondKey] = ['the first secret key of the tests', 'the second secret key of the tests'];

onEveryDatabase('the secret key of a used database', (kind) => {
  test('must be the one that it was used with: another one is refused, and ends nothing', async () => {
    const { server, installation } = await startBeside(kind, { SECRET_KEY: firstKey });
    await server.register();
    const { refresh_token } = await server.login();

    const refused = await runServer({ ...installation, SECRET_KEY: secondKey });
    expectRefusal(refused, 'SECRET_KEY is not a key that this database knows', 'SECRET_KEY_FALLBACKS');
    expect(refused.stderr).not.toContain(secondKey);
    expect((await server.refresh(refresh_token)).status).toBe(200);
  });

  test('is not dropped while live sessions need it, until they are ended on purpose', async () => {
    const { server: before, installation } = await startBeside(kind, { SECRET_KEY: firstKey });
    await before.register();
    const { refresh_token } = await before.login();
    await before.stop();
    // Knows both, but nobody refreshes.
    const both = { SECRET_KEY: secondKey, SECRET_KEY_FALLBACKS: firstKey };
    await (await before.another({ environment: both })).stop();

    const after = { ...installation, SECRET_KEY: secondKey };
    const [server, command] = await Promise.all([
      runServer(after),
      runLatchkey(after, ['secret-keys', 'retire']),
    ]);
    expectRefusal(server, /1 live session/, 'latchkey secret-keys retire --end-sessions');
    expectRefusal(command, '1 live session', '--end-sessions');
    const retired = await runLatchkey(after, ['secret-keys', 'retire', '--end-sessions']);
    expect(retired).toEqual({ code: 0, stderr: '', stdout: '1 SECRET_KEY retired, 1 session ended.\n' });

    const again = await startServer(after);
    expectProblem(await again.refresh(refresh_token), 401, 'session_ended', 'key_retired');
    expect((await again.refresh((await again.login()).refresh_token)).status).toBe(200);
  });
});

describe('the secret key of a single machine that was given none', () => {
  test('is made on the first start, readable by its owner alone, and used again', async () => {
    const installation = await newInstallation('SQLite');
    const file = join(installation['DATA_DIR'] ?? '', 'secret-key');
    const first = await startServer(installation);
    await first.register();
    const { refresh_token } = await first.login();
    await first.stop();
    const key = await readFile(file, 'utf8');
    expect(key).toMatch(/^[\w-]{43}\n$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    const second = await startServer(installation);
    expect((await second.refresh(refresh_token)).status).toBe(200);
    await second.stop();
    expect(await readFile(file, 'utf8')).toBe(key);
  });

  test('is not made anew for a used database whose key file is gone', async () => {
    const installation = await newInstallation('SQLite');
    const file = join(installation['DATA_DIR'] ?? '', 'secret-key');
    await (await startServer(installation)).stop();
    const key = (await readFile(file, 'utf8')).trim();
    await rename(file, `${file}.saved`);
    expectRefusal(await runServer(installation), file, 'is missing', 'Restore that file');
    await expect(stat(file)).rejects.toThrow('ENOENT');
    // The key itself will do.
    await (await startServer({ ...installation, SECRET_KEY: key })).stop();
  });
});
