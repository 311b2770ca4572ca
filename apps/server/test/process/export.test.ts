import { readFile, stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { installationWithKey, newFile } from '../support/backups.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { readDatabase, writeDatabase } from '../support/read-database.ts';
import { runLatchkey } from '../support/server-process.ts';

onEveryDatabase('latchkey export', (kind) => {
  test('writes every account as a line of JSON with its hash, for its owner alone, and the audit trail tells', async () => {
    const installation = await installationWithKey(kind);
    await runLatchkey(installation, ['migrate']);
    const phc = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA';
    const hashes = [phc, '$2b$12$abcdefghijklmnopqrstuv', 'pbkdf2_sha256$600000$salt$hash', '!'];
    for (const [i, hash] of hashes.entries()) {
      await writeDatabase(
        installation,
        `insert into accounts (email, email_normalized, username, password_hash, is_active, is_staff, created_at, email_verified_at)
         values ('${i}@Example.com', '${i}@example.com', 'O''Neill "😀"', '${hash}', ${i === 0 ? 1 : 0}, ${i === 0 ? 0 : 1}, 0, ${i === 0 ? 1 : 'null'})`,
      );
    }
    const file = await newFile('accounts.jsonl');
    const first = await runLatchkey(installation, ['export', file]);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toBe(
      `4 accounts written to ${file}.\nThe hashes of the passwords are in it: delete it once it has been read.\n`,
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    const accounts = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(accounts[0]).toEqual({
      id: 1,
      email: '0@Example.com',
      email_verified_at: '1970-01-01T00:00:00.001Z',
      username: 'O\'Neill "😀"',
      password_hash: phc,
      password_algorithm: 'argon2id',
      password_form: 'phc',
      is_active: true,
      is_staff: false,
      created_at: '1970-01-01T00:00:00.000Z',
    });
    expect(accounts[1]).toMatchObject({ is_active: false, is_staff: true, email_verified_at: null });
    const forms = accounts.map((it) => [it['password_hash'], it['password_algorithm'], it['password_form']]);
    expect(forms).toEqual([
      [phc, 'argon2id', 'phc'],
      [hashes[1], 'bcrypt', 'crypt'],
      [hashes[2], 'pbkdf2_sha256', 'django'],
      [null, null, null],
    ]);

    expectRefusal(await runLatchkey(installation, ['export', file]), 'replace it with --force');
    const piped = await runLatchkey(installation, ['export', '-']);
    expect(piped.stdout).toBe(text);
    expect(piped.stderr).toMatch(/^4 accounts written\.\nThe hashes/);
    const told = await readDatabase(
      installation,
      "select source, details from audit_events where event = 'accounts.exported'",
    );
    expect(told).toEqual(Array.from({ length: 3 }, () => ({ source: 'command line', details: '{}' })));
  });
});
