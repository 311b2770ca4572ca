import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { checkValue, createSecretKey } from '../../src/features/installation/secret-keys.ts';
import { createPasswordHasher } from '../../src/lib/password-hashing.ts';
import { seal } from '../../src/lib/sealing.ts';
import { startApp } from '../support/app.ts';
import { createDatabase, onEveryDatabase, type TestDatabase } from '../support/databases.ts';
import { decodeToken, signHs256 } from '../support/tokens.ts';

const password = 'a password from before';
const secretKeyOfBefore = 'a secret key of an earlier version';

onEveryDatabase('a database of an earlier version', (kind) => {
  async function databaseAt(
    migration: string,
    fill: (database: Database) => Promise<void>,
  ): Promise<TestDatabase> {
    const made = await createDatabase(kind, { empty: true });
    onTestFinished(() => made.remove());
    const config = loadConfig({ DATABASE_URL: made.url, SECRET_KEY: secretKeyOfBefore });
    const database = await openDatabase(config.database, pino({ level: 'silent' }));
    await migrate(database, migration);
    await fill(database);
    await database.close();
    return made;
  }

  test('0001: its accounts log in, its admin administers', async () => {
    const passwordHash = await createPasswordHasher().hash(password);
    const database = await databaseAt('0001-first-tables', async ({ kysely }) => {
      for (const [id, is_staff] of [
        [1, 1],
        [2, 0],
      ] as const) {
        const email = `${id}@example.com`;
        await kysely
          .insertInto('accounts')
          .values({
            email,
            email_normalized: email,
            username: '',
            password_hash: passwordHash,
            credential_version: 0,
            is_active: 1,
            is_staff,
            created_at: id,
          })
          .execute();
      }
      const facts = kysely.insertInto('installation');
      await facts.values({ fact: 'first_admin_made_at', value: '1' }).execute();
    });
    const app = await startApp(kind, { database });
    expect(app.service.setupLink).toBeUndefined();
    await app.login('2@example.com', password);
    const { access_token } = await app.login('1@example.com', password);
    const { body } = await app.get('/api/admin/accounts/', access_token);
    expect(body.items.map(({ id }) => id)).toEqual([2, 1]);
    expect((await app.register('new@example.com')).id).toBe(3);
  });

  test('0005: its sessions are those of admins where the accounts are', async () => {
    const isStaff: Record<string, 1 | null> = {};
    const database = await databaseAt('0005-revocation', async ({ kysely }) => {
      for (const [id, is_staff] of [
        [1, 1],
        [2, 0],
      ] as const) {
        const account = { email: `${id}`, email_normalized: `${id}`, username: '', password_hash: '' };
        const values = { ...account, credential_version: 0, is_active: 1, is_staff, created_at: id } as const;
        await kysely.insertInto('accounts').values(values).execute();
        const times = { created_at: 1, rotated_at: 1, expires_at: 2 };
        const session = {
          selector: id,
          id: `${id}`,
          account_id: id,
          address: '',
          user_agent: '',
          generation: 0,
        };
        await kysely
          .insertInto('sessions')
          .values({ ...session, ...times, key_id: 1, previous_key_id: 1 })
          .execute();
      }
    });
    const app = await startApp(kind, { database });
    const sessions = await app.service.database.kysely
      .selectFrom('sessions')
      .select(['id', 'is_staff'])
      .execute();
    for (const session of sessions) isStaff[session.id] = session.is_staff;
    expect(isStaff).toEqual({ 1: 1, 2: null });
  });

  test('0005: the key that was activated last signs on, and the tokens of the other one are accepted', async () => {
    const keys = {
      signing: 'the shared secret that signed last',
      other: 'the shared secret of before, longer',
    };
    const database = await databaseAt('0005-revocation', async ({ kysely }) => {
      const secretKey = createSecretKey(1, secretKeyOfBefore);
      const known = { check_value: checkValue(secretKeyOfBefore), created_at: 1 };
      await kysely.insertInto('secret_keys').values(known).execute();
      for (const [kid, secret, at] of [
        ['other', keys.other, 1],
        ['signing', keys.signing, 2],
      ] as const) {
        const sealed = seal(secret, secretKey.derive('signing key'), `signing key ${kid}`);
        await sql`insert into signing_keys (kid, algorithm, sealed_secret, secret_key_id, created_at, activated_at)
          values (${kid}, 'HS256', ${sealed}, 1, 1, ${at})`.execute(kysely);
      }
    });
    const app = await startApp(kind, { database, environment: { SECRET_KEY: secretKeyOfBefore } });
    await app.register();
    const { access_token } = await app.login();
    const { header, claims } = decodeToken(access_token);
    expect(header['kid']).toBe('signing');
    expect(signHs256(header, claims, keys.signing)).toBe(access_token);
    const before = signHs256({ ...header, kid: 'other' }, claims, keys.other);
    expect((await app.get('/api/me/', before)).status).toBe(200);
  });
});
