import { lookForFormerPasswordsMs } from './features/accounts/index.ts';
import { clearOldEvents } from './features/audit/index.ts';
import { clearFormerTokens, sealFormerKeysAnew } from './features/former-tokens/index.ts';
import { heartbeatMs } from './features/installation/index.ts';
import { clearOldMails, type KeptMail } from './features/mail/index.ts';
import { clearEndedSessions } from './features/revocation/index.ts';
import { noteLifetime, watchChanges } from './features/settings/index.ts';
import { repeat } from './lib/repeat.ts';
import type { Service } from './open-service.ts';

const pruneEveryMs = 1_000;
const pruneRestMs = 60_000;
const flushActivityMs = 5_000;
const clearActivityMs = 3_600_000;
const noteLifetimeMs = 10_000;
const tidyKeysMs = 10_000;
const clearEndedMs = 600_000;
const countFormerPasswordsMs = 60_000;
const lookForMailMs = 1_000;

/**
 * What a server does beside answering requests.
 *
 * @returns a function that stops it all, and waits for the end of what is under way.
 */
export function startBackgroundWork(
  service: Service,
  onError: (error: unknown, work: string) => void,
  onKeptMail: (mail: KeptMail) => void,
): () => Promise<void> {
  const { formerTokens, keyAdministration, node, services, signingKeys } = service;
  const { activity, clock, database, limits, mailWorker, pruner, settings, standIns } = services;
  const every = (milliseconds: number, name: string, work: () => Promise<unknown>): (() => Promise<void>) =>
    repeat(
      async () => {
        await work();
        return milliseconds;
      },
      (error) => onError(error, name),
    );
  const inBatches = (name: string, work: () => Promise<{ wasLast: boolean }>): (() => Promise<void>) =>
    repeat(
      async () => ((await work()).wasLast ? pruneRestMs : pruneEveryMs),
      (error) => onError(error, name),
    );

  const stops = [
    every(heartbeatMs, 'the heartbeat', () => node.beat()),
    every(flushActivityMs, 'counting activity', () => activity.flush()),
    every(clearActivityMs, 'clearing old counts', () => activity.clear()),
    every(noteLifetimeMs, 'noting the lifetime of access tokens', () => noteLifetime(services)),
    every(tidyKeysMs, 'clearing old signing keys', () => keyAdministration.tidy()),
    every(tidyKeysMs, 'sealing the key of the former system anew', () =>
      sealFormerKeysAnew(database.kysely, node.keyRing),
    ),
    every(clearEndedMs, 'clearing ended sessions', () => clearEndedSessions(services)),
    every(lookForFormerPasswordsMs, 'looking for passwords that were brought along', () => standIns.look()),
    every(countFormerPasswordsMs, 'counting passwords that were brought along', () => standIns.count()),
    every(lookForMailMs, 'sending mail', () => mailWorker.run(onKeptMail)),
    inBatches('clearing old mails', () => clearOldMails(database.kysely, settings, clock.now())),
    inBatches('pruning sessions', () => pruner.pruneRange()),
    inBatches('clearing tokens of the former system', () => clearFormerTokens(services)),
    inBatches('clearing old audit events', () => clearOldEvents(services, settings.get('AUDIT_RETENTION'))),
    inBatches('clearing old attempts', () => limits.clearOld()),
    watchChanges({
      database,
      look: async () => {
        const [haveChanged] = await Promise.all([
          settings.refresh(),
          signingKeys.refresh(),
          formerTokens.refresh(),
        ]);
        // The other nodes, and the admin site, see at once which version this node runs.
        if (haveChanged) void node.beat().catch((error: unknown) => onError(error, 'the heartbeat'));
      },
      onError: (error) => onError(error, 'looking for changed settings and keys'),
    }),
  ];
  return async () => {
    mailWorker.stop();
    await Promise.all(stops.map((stop) => stop()));
  };
}
