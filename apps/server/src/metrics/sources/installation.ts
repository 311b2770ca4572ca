import type { Database } from '../../db/database.ts';
import { readDatabaseTime } from '../../db/time.ts';
import type { Node } from '../../features/installation/index.ts';
import { selectOutbox } from '../../features/mail/index.ts';
import { estimateLiveSessions } from '../../features/sessions/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { rarely } from '../rarely.ts';
import { each, single, type Source } from '../readings.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly node: Node;
}

const sessionsKeptMs = 60_000;
const othersKeptMs = 15_000;

/** What only the database knows. It is asked rarely, however often somebody scrapes, and for a bounded number of rows. */
export function installationSources({ database, clock, node }: Deps): readonly Source[] {
  const { kysely } = database;
  const now = (): Promise<number> => readDatabaseTime(kysely, clock);
  return [
    rarely(sessionsKeptMs, async () => ({
      latchkey_sessions_live: single(await estimateLiveSessions(kysely, await now())),
    })),
    rarely(othersKeptMs, async () => {
      const at = await now();
      const { states, oldestWaitingAt } = await selectOutbox(kysely);
      const waitedMs = oldestWaitingAt === null ? 0 : at - oldestWaitingAt;
      return {
        latchkey_nodes: single((await node.list(at)).length),
        latchkey_mails: each('state', states),
        latchkey_mail_oldest_waiting_seconds: single(Math.max(0, waitedMs / 1_000)),
      };
    }),
  ];
}
