import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { watch } from '../support/child-process.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { databaseUrl, query } from '../support/postgres-admin.ts';
import { startPostgres } from '../support/postgres-server.ts';
import { newInstallation, runLatchkey, startServer } from '../support/server-process.ts';

const script = fileURLToPath(new URL('django_users.py', import.meta.url));
const password = 'correct horse battery';

async function emptyDatabase(kind: 'SQLite' | 'PostgreSQL'): Promise<string> {
  if (kind === 'SQLite') {
    const folder = await makeDataFolder('latchkey-django-');
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return `sqlite:${join(folder, 'db.sqlite3')}`;
  }
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  await query(server.url, 'create database django');
  return databaseUrl(server.url, 'django');
}

/** Lets Debian's Django make its tables and users. */
async function makeDjango(kind: 'SQLite' | 'PostgreSQL', users: 'auth' | 'custom'): Promise<string> {
  const url = await emptyDatabase(kind);
  const surroundings = { PATH: '/usr/bin:/bin', PYTHONDONTWRITEBYTECODE: '1' };
  const { code, stderr } = await watch('/usr/bin/python3', [script, url, users], surroundings).exited;
  if (code !== 0) throw new Error(`django_users.py ended with ${code ?? 'a signal'}: ${stderr}`);
  return url;
}

describe.each(['SQLite', 'PostgreSQL'] as const)('a database that Django has made, on %s', (kind) => {
  test('its users sign in with the passwords that they have there', async () => {
    const installation = await newInstallation('SQLite');
    const url = await makeDjango(kind, 'auth');
    const made = await runLatchkey(installation, ['import', 'django', '--database', url, '--admins']);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain('10 imported');
    expect(made.stdout).toContain('New accounts get ids after 12.');
    const server = await startServer(installation);
    for (const name of ['ada', 'bob', 'carol', 'dave', 'erin', 'frank', 'mallory'])
      await server.login(`${name}@example.com`, password);
    for (const name of ['grace', 'heidi', 'judy']) {
      const answer = await server.post('/api/login/', { email: `${name}@example.com`, password });
      expect([name, answer.status]).toEqual([name, 401]);
    }
  });

  test('so do those of a user model of its own', async () => {
    const installation = await newInstallation('SQLite');
    const url = await makeDjango(kind, 'custom');
    const columns = ['--id-column', 'number', '--email-column', 'address', '--username-column', 'full_name'];
    const flags = [
      '--active-column',
      'enabled',
      '--superuser-column',
      'is_root',
      '--joined-column',
      'registered',
    ];
    const from = ['import', 'django', '--database', url, '--table', 'accounts_user'];
    const made = await runLatchkey(installation, [...from, ...columns, ...flags]);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const server = await startServer(installation);
    await server.login('carol@example.com', password);
  });
});
