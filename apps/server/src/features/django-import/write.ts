import { setTimeout as pause } from 'node:timers/promises';
import type { Trx } from '../../db/database.ts';
import { isTransient, isUniqueViolation } from '../../db/errors.ts';
import { readDatabaseTime } from '../../db/time.ts';
import {
  announceFormerPasswords,
  lookForFormerPasswordsMs,
  recountFormerPasswords,
} from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import { listLiveNodes } from '../installation/index.ts';
import { applyChange, createAccounts } from './apply.ts';
import { decide, type Decision } from './decide.ts';
import type { Plan } from './look.ts';
import { readMet } from './meet.ts';
import { pagesOf, type Run } from './run.ts';
import type { StagedUser } from './staging-queries.ts';
import { tell } from './tell.ts';

const mostTries = 5;
/** A node that has just looked looks again after this long. */
const announcedMs = lookForFormerPasswordsMs + 1_000;

type Written = Pick<Plan, 'created' | 'changed' | 'unchanged'>;

/** Writes what was decided, in small transactions, and decides anew about who has met somebody meanwhile. */
export async function writeAll(run: Run, plan: Plan): Promise<Written> {
  const { database, clock, options, origin } = run;
  const { kysely } = database;
  if (plan.forms.size > 0) await announce(run, plan);
  const written: Written = { created: 0, changed: 0, unchanged: 0 };
  const total = plan.created + plan.changed + plan.unchanged;
  let done = 0;
  for (const page of pagesOf(run)) {
    const { counts, decisions, spared } = await again(() =>
      kysely.transaction().execute((trx) => writePageOf(run, trx, page)),
    );
    // Told once, after it is known to be so.
    for (const [user, decision] of decisions) tell(run.report, user, decision, true);
    for (const { id, email } of spared)
      run.report.add({ id, email, outcome: 'kept', reason: 'the last admin stays one', detail: null });
    for (const effect of ['created', 'changed', 'unchanged'] as const) written[effect] += counts[effect];
    done += page.length;
    options.onProgress(done, total, 'written');
  }
  await recountFormerPasswords(kysely);
  const { created, changed } = written;
  const details = { source: 'django', table: options.table, created, changed, last_id: run.lastId };
  const now = await readDatabaseTime(kysely, clock);
  if (created + changed > 0) await recordEvent(kysely, origin, now, { event: 'accounts.imported', details });
  return written;
}

/** Lets every node know of the hashes before the first of them is there. */
async function announce({ database, clock }: Run, { forms, created }: Plan): Promise<void> {
  const now = await readDatabaseTime(database.kysely, clock);
  await announceFormerPasswords(database.kysely, { accounts: created, forms }, now);
  if ((await listLiveNodes(database.kysely, now)).length > 0) await pause(announcedMs);
}

/** @returns what was done, and about whom it was decided otherwise than before anything was written. */
async function writePageOf(run: Run, trx: Trx, page: readonly StagedUser[]) {
  const { options, digest, origin, clock } = run;
  const now = await readDatabaseTime(trx, clock);
  const circumstances = { ...options, digest, origin, now };
  const counts: Written = { created: 0, changed: 0, unchanged: 0 };
  const decisions: [StagedUser, Decision][] = [];
  const spared: StagedUser[] = [];
  const meet = await readMet(trx, page);
  const created: StagedUser[] = [];
  for (const user of page) {
    const met = meet(user);
    const decision = decide(user, met, options, digest);
    if (decision.kind === 'left out' || decision.kind === 'collision') {
      decisions.push([user, decision]);
      continue;
    }
    if (decision.kind === 'new') {
      created.push(user);
      counts.created += 1;
      continue;
    }
    const effect = decision.change ? await applyChange(trx, user, met, circumstances) : 'unchanged';
    if (effect === 'last admin') spared.push(user);
    counts[effect === 'changed' ? 'changed' : 'unchanged'] += 1;
  }
  await createAccounts(trx, created, circumstances);
  return { counts, decisions, spared };
}

/** Whoever registers meanwhile may take an address between the look and the write; then it is looked at again. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === mostTries || !(isUniqueViolation(error) || isTransient(error))) throw error;
    }
  }
}
