import type { Database } from './db/database.ts';
import { createAccountService } from './features/accounts/index.ts';
import { createActivity } from './features/activity/index.ts';
import {
  createAccountAdministration,
  createFirstAdmin,
  createSessionAdministration,
  createUsage,
} from './features/administration/index.ts';
import { createAuditService } from './features/audit/index.ts';
import { createLimits } from './features/limits/index.ts';
import { createPruner } from './features/sessions/index.ts';
import { createSettingsService, type LiveSettings } from './features/settings/index.ts';
import type { Clock } from './lib/clock.ts';
import type { PasswordHasher } from './lib/password-hashing.ts';

interface Deps {
  readonly publicUrl: string;
  readonly database: Database;
  readonly settings: LiveSettings;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
}

export type Services = ReturnType<typeof createServices>;

/** The services that need nothing but the database: those of the command line, and part of the server's. */
export function createServices({ publicUrl, database, settings, hasher, clock }: Deps) {
  const activity = createActivity(database.kysely, clock);
  const limits = createLimits({ database, clock, settings });
  const deps = { database, clock, hasher, settings, activity, limits };
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
    settingsService: createSettingsService({ database, clock, live: settings, usage }),
    pruner: createPruner(deps),
  };
}
