import type { Db } from '../../db/database.ts';
import type { Origin } from '../../lib/origin.ts';
import type { Settings } from '../settings/index.ts';
import type { Outbox, Receiver } from './outbox.ts';

/** What owners of accounts are told, where the settings say so. Each is written in the transaction of what it tells. */
export interface Notices {
  passwordChanged(trx: Db, to: Receiver, origin: Origin, now: number): Promise<void>;
  newDevice(trx: Db, to: Receiver, userAgent: string, origin: Origin, now: number): Promise<void>;
  sessionReused(trx: Db, to: Receiver, userAgent: string, origin: Origin, now: number): Promise<void>;
}

export function createNotices(outbox: Outbox, settings: Settings): Notices {
  return {
    async passwordChanged(trx, to, origin, now) {
      if (!settings.get('NOTICE_PASSWORD_CHANGED')) return;
      const happening = { at: now, from: origin.address };
      await outbox.write(trx, { template: 'password changed', to, now, happening });
    },
    async newDevice(trx, to, userAgent, origin, now) {
      if (!settings.get('NOTICE_NEW_DEVICE')) return;
      const happening = { at: now, from: origin.address, userAgent };
      await outbox.write(trx, { template: 'new device', to, now, happening });
    },
    async sessionReused(trx, to, userAgent, origin, now) {
      if (!settings.get('NOTICE_SESSION_REUSED')) return;
      const happening = { at: now, from: origin.address, userAgent };
      await outbox.write(trx, { template: 'session reused', to, now, happening });
    },
  };
}
