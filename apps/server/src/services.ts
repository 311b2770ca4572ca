import type { Database } from './db/database.ts';
import type { Config } from './config.ts';
import {
  countUnprovenAccounts,
  createAccountService,
  createMailAnswers,
  createStandIns,
} from './features/accounts/index.ts';
import { createActivity } from './features/activity/index.ts';
import {
  createAccountAdministration,
  createFirstAdmin,
  createSessionAdministration,
  createUsage,
} from './features/administration/index.ts';
import { createAuditService } from './features/audit/index.ts';
import type { KeyRing } from './features/installation/index.ts';
import { createLimits } from './features/limits/index.ts';
import { createMailWorker, createNotices, createOutbox, createOutboxService } from './features/mail/index.ts';
import { createPruner } from './features/sessions/index.ts';
import { createSettingsService, type LiveSettings } from './features/settings/index.ts';
import type { Clock } from './lib/clock.ts';
import type { PasswordHasher } from './lib/password-hashing.ts';

interface Deps {
  readonly config: Pick<Config, 'publicUrl' | 'post' | 'isLoopback'>;
  readonly database: Database;
  readonly settings: LiveSettings;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
  /** undefined for the command line, which mails no links. */
  readonly keyRing: KeyRing | undefined;
}

export type Services = ReturnType<typeof createServices>;

/** The services that need nothing but the database: those of the command line, and part of the server's. */
export function createServices({ config, database, settings, hasher, clock, keyRing }: Deps) {
  const { publicUrl, post } = config;
  const activity = createActivity(database.kysely, clock);
  const limits = createLimits({ database, clock, settings });
  const outbox = createOutbox(keyRing);
  const notices = createNotices(outbox, settings);
  const standIns = createStandIns({ kysely: database.kysely, clock });
  const deps = { database, clock, hasher, settings, activity, limits, outbox, notices, standIns };
  // Without a mail server, mails are for the operator to see where nobody else can be meant.
  const mailDeps = { ...deps, keyRing, publicUrl, post, showsKept: !post && config.isLoopback };
  const accounts = createAccountService(deps);
  const usage = createUsage(database, clock, settings);
  return {
    ...deps,
    accounts,
    usage,
    audit: createAuditService(deps),
    accountAdministration: createAccountAdministration({ ...deps, accounts, publicUrl }),
    sessionAdministration: createSessionAdministration({ ...deps, accounts }),
    firstAdmin: createFirstAdmin({ ...deps, accounts, publicUrl }),
    settingsService: createSettingsService({
      database,
      clock,
      live: settings,
      usage,
      countUnproven: () => countUnprovenAccounts(database.kysely),
    }),
    pruner: createPruner(deps),
    outboxService: createOutboxService({ ...mailDeps, isSetUp: post !== undefined }),
    mailWorker: createMailWorker({ ...mailDeps, answer: createMailAnswers(deps) }),
  };
}
