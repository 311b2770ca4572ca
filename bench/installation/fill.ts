import { createPasswordHasher } from '../../apps/server/src/lib/password-hashing.ts';
import type { BenchDatabase } from './database.ts';

export const password = 'correct horse battery';
/** Of the account with that number, from 1 on; the first one is an admin. */
export const emailOf = (number: number): string => `user${number}@example.com`;

const days = 86_400_000;
/** Whence the load comes: nearly every login is from a network that the account is known to use. */
const address = '127.0.0.1';
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/**
 * Puts accounts and sessions into a database that the server has migrated, as if the server had been used for ten days:
 * by statements, since five million logins would take a day. Selectors are random, as the server's own are.
 */
export async function fill(
  database: Pick<BenchDatabase, 'kind' | 'run'>,
  count: { accounts: number; sessions: number },
): Promise<void> {
  const passwordHash = await createPasswordHasher().hash(password);
  const { numbers, randomSelector, randomId } = dialects[database.kind];
  const now = Date.now();
  await database.run(
    `insert into accounts (id, email, email_normalized, username, password_hash, is_staff, created_at, email_verified_at)
     ${numbers(count.accounts)}
     select i, 'user' || i || '@example.com', 'user' || i || '@example.com', 'John Smith', '${passwordHash}',
       case when i = 1 then 1 else 0 end, ${now - 10 * days} + i, ${now - 10 * days} + i from numbers`,
  );
  if (database.kind === 'PostgreSQL')
    await database.run(`alter table accounts alter column id restart with ${count.accounts + 1}`);
  const createdAt = `${now - 10 * days} + cast(i as bigint) * ${9 * days} / ${count.sessions}`;
  await database.run(
    `insert into sessions (selector, id, account_id, created_at, address, network, user_agent, generation, key_id,
       previous_key_id, rotated_at, expires_at)
     ${numbers(count.sessions)}
     select ${randomSelector}, ${randomId}, 1 + i % ${count.accounts}, ${createdAt}, '${address}', '${address}',
       '${userAgent}', 0, (select min(id) from secret_keys), (select min(id) from secret_keys), ${createdAt},
       ${now + 30 * days} from numbers where true
     on conflict do nothing`,
  );
}

const dialects = {
  SQLite: {
    numbers: (count: number) =>
      `with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < ${count})`,
    randomSelector: 'abs(random()) % 4503599627370496',
    randomId: 'lower(hex(randomblob(8)))',
  },
  PostgreSQL: {
    numbers: (count: number) => `with numbers as (select i from generate_series(1, ${count}) as i)`,
    randomSelector: 'floor(random() * 4503599627370496)::bigint',
    randomId: 'substr(md5(random()::text || i), 1, 16)',
  },
};
