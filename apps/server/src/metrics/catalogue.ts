/** One metric, as Prometheus is told of it. */
interface Definition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Each has few values, which nobody outside can add to. */
  readonly labels: readonly string[];
  /** What every process that shares the database would say alike; the others are of one process. */
  readonly isOfInstallation?: boolean;
}

/** Every metric of Latchkey, once. docs/monitoring.md has its table from here. */
export const catalogue = {
  latchkey_build_info: {
    type: 'gauge',
    help: 'Always 1; the labels say what runs: the version of Latchkey and of Node.js, and the kind of database.',
    labels: ['version', 'nodejs', 'database'],
  },
  latchkey_ready: {
    type: 'gauge',
    help: 'Whether the process can serve, as /health/ready answers: 1, or 0 where the database does not do its work.',
    labels: [],
  },
  latchkey_settings_version: {
    type: 'gauge',
    help: 'The version of the settings that the process runs with. Nodes differ for a second at most.',
    labels: [],
  },
  latchkey_http_requests_total: {
    type: 'counter',
    help: 'Answered requests, by the template of the route, method and class of the status (2xx). What no route takes is "unknown".',
    labels: ['route', 'method', 'status'],
  },
  latchkey_http_request_duration_seconds: {
    type: 'histogram',
    help: 'How long requests took, from the arrival of the head to the end of the answer. Those that wait for a new feed of ended sessions do so on purpose.',
    labels: ['route', 'method'],
  },
  latchkey_http_requests_in_progress: {
    type: 'gauge',
    help: 'Requests that are under way.',
    labels: [],
  },
  latchkey_http_requests_shed_total: {
    type: 'counter',
    help: 'Requests that were answered 503 at once because the main thread could not keep up: newcomers, who want to sign in, and later others.',
    labels: ['who'],
  },
  latchkey_logins_total: {
    type: 'counter',
    help: 'Logins: succeeded; refused (wrong address or password, or switched off); limited (too many attempts); unproven (the address is to be confirmed first); overloaded; failed.',
    labels: ['outcome'],
  },
  latchkey_refreshes_total: {
    type: 'counter',
    help: 'Refreshes: rotated; repeated (the same answer, for a race or a late retry); exchanged (a token of the former system); reused (a copied token: the session was ended); ended; expired; unknown; overloaded; failed.',
    labels: ['outcome'],
  },
  latchkey_sessions_live: {
    type: 'gauge',
    help: 'Sessions that have not ended or expired, at most a minute old. Exact up to 5,000; above that estimated from 5,000 of them, within a few percent.',
    labels: [],
    isOfInstallation: true,
  },
  latchkey_nodes: {
    type: 'gauge',
    help: 'Processes that share the database and live, as far as the database has heard of them lately.',
    labels: [],
    isOfInstallation: true,
  },
  latchkey_password_hash_places: {
    type: 'gauge',
    help: 'How many passwords are hashed or checked at a time.',
    labels: [],
  },
  latchkey_password_hash_busy: {
    type: 'gauge',
    help: 'Passwords that are being hashed or checked.',
    labels: [],
  },
  latchkey_password_hash_waiting: {
    type: 'gauge',
    help: 'Passwords that wait for that.',
    labels: [],
  },
  latchkey_password_hash_refused_total: {
    type: 'counter',
    help: 'Passwords that could not be looked at in time, and were answered 503.',
    labels: [],
  },
  latchkey_password_hash_wait_seconds: {
    type: 'histogram',
    help: 'How long passwords waited until they were looked at.',
    labels: [],
  },
  latchkey_password_hash_duration_seconds: {
    type: 'histogram',
    help: 'How long hashing or checking one took then.',
    labels: [],
  },
  latchkey_database_connections: {
    type: 'gauge',
    help: 'Connections to the database that are in_use or idle. PostgreSQL has the pools main and quick (refreshing and me), SQLite one writer.',
    labels: ['pool', 'state'],
  },
  latchkey_database_connections_max: {
    type: 'gauge',
    help: 'How many connections a pool may have.',
    labels: ['pool'],
  },
  latchkey_database_waiting: {
    type: 'gauge',
    help: 'What waits for a connection; with SQLite, for its turn to write.',
    labels: ['pool'],
  },
  latchkey_database_refused_total: {
    type: 'counter',
    help: 'How often no connection was given: too much waits already, or the database does not answer.',
    labels: ['pool'],
  },
  latchkey_database_wait_seconds: {
    type: 'histogram',
    help: 'How long it took to get a connection; with SQLite, the turn to write.',
    labels: ['pool'],
  },
  latchkey_event_loop_delay_seconds: {
    type: 'histogram',
    help: 'How late the main thread was, measured twenty times a second. New logins are refused from 0.25 on.',
    labels: [],
  },
  latchkey_mails: {
    type: 'gauge',
    help: 'Mails in the outbox by state, without those that were sent; a state is counted up to 10,000.',
    labels: ['state'],
    isOfInstallation: true,
  },
  latchkey_mail_oldest_waiting_seconds: {
    type: 'gauge',
    help: 'How long ago the mail was written that has waited for longest; 0 where none waits.',
    labels: [],
    isOfInstallation: true,
  },
  latchkey_mail_deliveries_total: {
    type: 'counter',
    help: 'Tries to hand a mail to the mail server: sent; refused (for ever); deferred (tried again); uncertain (nobody knows); lost (another node has it).',
    labels: ['outcome'],
  },
  latchkey_signing_key_age_seconds: {
    type: 'gauge',
    help: 'For how long the key that signs access tokens has done so.',
    labels: ['algorithm'],
  },
  latchkey_revocation_followers: {
    type: 'gauge',
    help: 'Services that wait for the next feed of ended sessions at this process.',
    labels: [],
  },
  latchkey_worker_up: {
    type: 'gauge',
    help: 'With WORKERS: whether that worker has answered this scrape. The other metrics of a worker have its number as a label too.',
    labels: ['worker'],
  },
} as const satisfies Record<string, Definition>;

export type MetricName = keyof typeof catalogue;

/** That of any metric: the library has some that are not in the catalogue. */
export function definitionOf(name: string): Definition | undefined {
  const all: Readonly<Record<string, Definition>> = catalogue;
  return all[name];
}
