import { createHmac, randomBytes } from 'node:crypto';
import type { Origin } from '../../lib/origin.ts';
import { claimFact, selectFact } from '../installation/index.ts';
import type { Digest } from './decide.ts';
import { lookAtAll, lookForGone } from './look.ts';
import * as queries from './queries.ts';
import { createReport, type Tally } from './report.ts';
import type { Deps, ImportOptions } from './run.ts';
import { stage } from './stage.ts';
import { openStaging } from './staging-queries.ts';
import { writeAll } from './write.ts';

/** How many users came to what. */
export interface ImportResult {
  /** Nothing was written: somebody collides, and nobody said to go on. */
  readonly isStopped: boolean;
  readonly users: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly leftOut: number;
  /** Superusers of whom no admin was made, since nobody said so. */
  readonly superusers: number;
  /** No new account gets an id up to this one. */
  readonly lastId: number;
  readonly tallies: readonly Tally[];
}

const digestKeyFact = 'import_digest_key';

/**
 * Brings the users of a Django project along, or what has changed of them since the last time. They keep their ids and
 * their hashes. It looks at all of them before it writes anything, and writes in small transactions: cut off at any
 * moment and run again, it goes on.
 *
 * @throws ImportError, with a message for the operator, where the source has no such users; the drivers' errors.
 */
export async function importDjangoUsers(
  deps: Deps,
  options: ImportOptions,
  origin: Origin,
): Promise<ImportResult> {
  const staging = openStaging();
  try {
    const work = { ...deps, options, origin, staging, report: createReport(options.onFinding) };
    const source = await stage(work);
    const run = { ...work, ...source, digest: await openDigest(deps, options.dryRun) };
    const plan = await lookAtAll(run);
    await lookForGone(run);
    const isStopped = plan.collisions > 0 && !options.leaveOutCollisions;
    const hasWork = plan.created + plan.changed > 0;
    if (!options.dryRun && !isStopped) {
      await queries.raiseIds(deps.database.kysely, source.lastId);
      if (hasWork) Object.assign(plan, await writeAll(run, plan));
    }
    const { created, changed, unchanged, superusers } = plan;
    const leftOut = source.users - created - changed - unchanged;
    return {
      isStopped,
      ...source,
      created,
      changed,
      unchanged,
      leftOut,
      superusers,
      tallies: run.report.tallies(),
    };
  } finally {
    staging.close();
  }
}

/** Digests tell what has changed and, without the key, not what it was. */
async function openDigest({ database }: Deps, dryRun: boolean): Promise<Digest> {
  const { kysely } = database;
  if (!dryRun) await claimFact(kysely, digestKeyFact, randomBytes(32).toString('base64url'));
  // A dry run before the first import has nothing to compare with.
  const key = (await selectFact(kysely, digestKeyFact)) ?? randomBytes(32).toString('base64url');
  return (text) => createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);
}
