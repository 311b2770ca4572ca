import type { Database } from '../../db/database.ts';
import type { Activity } from '../../features/activity/index.ts';
import type { PasswordHasher } from '../../lib/password-hashing.ts';
import { each, single, type Source } from '../readings.ts';

interface Deps {
  readonly activity: Activity;
  readonly database: Database;
  readonly hasher: PasswordHasher;
}

/** What is done for the requests: signing in, hashing, the ways to the database, mail. */
export function workSource({ activity: { tallies }, database, hasher }: Deps): Source {
  return () => {
    const hashing = hasher.load();
    const connections = database.load();
    return {
      latchkey_logins_total: each('outcome', tallies.logins),
      latchkey_refreshes_total: each('outcome', tallies.refreshes),
      latchkey_mail_deliveries_total: each('outcome', tallies.deliveries),
      latchkey_password_hash_places: single(hashing.places),
      latchkey_password_hash_busy: single(hashing.busy),
      latchkey_password_hash_waiting: single(hashing.waiting),
      latchkey_password_hash_refused_total: single(hashing.refused),
      latchkey_password_hash_wait_seconds: single(hashing.waits),
      latchkey_password_hash_duration_seconds: single(hashing.work),
      latchkey_database_connections: connections.flatMap(({ pool, inUse, idle }) => [
        { labels: { pool, state: 'in_use' }, value: inUse },
        { labels: { pool, state: 'idle' }, value: idle },
      ]),
      latchkey_database_connections_max: connections.map(({ pool, most }) => ({
        labels: { pool },
        value: most,
      })),
      latchkey_database_waiting: connections.map(({ pool, waiting }) => ({
        labels: { pool },
        value: waiting,
      })),
      latchkey_database_refused_total: connections.map(({ pool, refused }) => ({
        labels: { pool },
        value: refused,
      })),
      latchkey_database_wait_seconds: connections.map(({ pool, waits }) => ({
        labels: { pool },
        value: waits,
      })),
    };
  };
}
