import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { installationWithKey, newFile } from '../support/backups.ts';
import { writeDatabase } from '../support/read-database.ts';
import { runLatchkey } from '../support/server-process.ts';
import { runPython } from './python.ts';

/** The command that docs/operations.md gives. */
async function readCommand(): Promise<string> {
  const page = await readFile(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');
  return /^```python\n([^]*?)^```$/m.exec(page)?.[1] ?? '';
}

test('accounts that were exported are loaded into Django as the page says, and their owners get in with the passwords that they had', async () => {
  const installation = await installationWithKey('SQLite');
  const create = (email: string, password: string) =>
    runLatchkey(installation, ['admin', 'create', email], password);
  await create('ada@example.com', 'the password of Ada');
  await create('bob@example.com', 'the password of Bob');
  // What Django itself makes, as an import may have brought it: 'the password of Eve'.
  const fromDjango = await runPython('hash-with-django.py', { password: 'the password of Eve' });
  await writeDatabase(
    installation,
    `insert into accounts (email, email_normalized, username, password_hash, is_active, created_at)
       values ('eve@example.com', 'eve@example.com', 'Eve', '${String(fromDjango)}', 1, 1767225600000)`,
  );
  await writeDatabase(
    installation,
    `insert into accounts (email, email_normalized, username, password_hash, is_active, created_at)
       values ('nobody@example.com', 'nobody@example.com', '', '', 1, 1767225600000)`,
  );
  const file = await newFile('accounts.jsonl');
  await runLatchkey(installation, ['export', file]);
  const logins = [
    ['ada@example.com', 'the password of Ada'],
    ['ada@example.com', 'the password of Bob'],
    ['bob@example.com', 'the password of Bob'],
    ['eve@example.com', 'the password of Eve'],
    ['nobody@example.com', ''],
  ];
  const { lets_in, users } = (await runPython('load-into-django.py', {
    code: await readCommand(),
    file,
    logins,
  })) as { lets_in: boolean[]; users: unknown[][] };
  expect(lets_in).toEqual([true, false, true, true, false]);
  expect(users.map(([id, email]) => [id, email])).toEqual([
    [1, 'ada@example.com'],
    [2, 'bob@example.com'],
    [3, 'eve@example.com'],
    [4, 'nobody@example.com'],
  ]);
  expect(users[2]).toEqual([3, 'eve@example.com', 'Eve', true, false, '2026-01-01T00:00:00+00:00']);
});
