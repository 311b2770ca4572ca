import type { Database } from '../../db/database.ts';
import type { Clock } from '../../lib/clock.ts';
import type { PasswordHasher } from '../../lib/password-hashing.ts';
import type { Activity } from '../activity/index.ts';
import type { Limits } from '../limits/index.ts';
import type { Notices, Outbox } from '../mail/index.ts';
import type { Settings } from '../settings/index.ts';
import type { StandIns } from './stand-ins.ts';

/** What everything that has to do with accounts works with. */
export interface AccountDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly hasher: PasswordHasher;
  readonly settings: Settings;
  readonly activity: Activity;
  readonly limits: Limits;
  readonly outbox: Outbox;
  readonly notices: Notices;
  /** What passwords for unknown addresses are compared with. */
  readonly standIns: StandIns;
}
