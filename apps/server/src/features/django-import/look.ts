import { standInFor } from '../accounts/index.ts';
import { decide, type Decision } from './decide.ts';
import { readMet } from './meet.ts';
import * as queries from './queries.ts';
import { pagesOf, type Run } from './run.ts';
import { tell } from './tell.ts';

const readPage = 1_000;

export interface Plan {
  created: number;
  changed: number;
  unchanged: number;
  collisions: number;
  superusers: number;
  /** How many of the new hashes are of each form. */
  readonly forms: Map<string, number>;
}

/** Decides about everybody, writes nothing, and leaves out who cannot be imported. */
export async function lookAtAll(run: Run): Promise<Plan> {
  const { database, staging, options, report, users, digest } = run;
  const plan: Plan = { created: 0, changed: 0, unchanged: 0, collisions: 0, superusers: 0, forms: new Map() };
  let done = 0;
  for (const page of pagesOf(run)) {
    const meet = await readMet(database.kysely, page);
    for (const user of page) {
      const decision = decide(user, meet(user), options, digest);
      if (decision.kind === 'collision') plan.collisions += 1;
      tell(report, user, decision, options.leaveOutCollisions);
      if (decision.kind === 'left out' || decision.kind === 'collision') {
        staging.stop(user.id, decision.reason);
        continue;
      }
      plan[effectOf(decision)] += 1;
      if (user.isSuperuser === 1 && !options.admins) plan.superusers += 1;
      const form =
        decision.kind === 'new' || decision.change?.passwordHash ? standInFor(user.passwordHash) : undefined;
      if (form !== undefined) plan.forms.set(form, (plan.forms.get(form) ?? 0) + 1);
    }
    done += page.length;
    options.onProgress(done, users, 'looked at');
  }
  return plan;
}

/** Whoever has been deleted there since the last import may still sign in here. */
export async function lookForGone({ database, staging, report }: Run): Promise<void> {
  for (let after = 0; ;) {
    const page = await queries.selectImportedAfter(database.kysely, after, readPage);
    for (const { id, email, isActive } of page) {
      if (isActive === 0 || staging.has(id)) continue;
      report.add({ id, email, outcome: 'gone', reason: 'no user of the source any more', detail: null });
    }
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

function effectOf(decision: Decision & { kind: 'new' | 'known' }): 'created' | 'changed' | 'unchanged' {
  if (decision.kind === 'new') return 'created';
  return decision.change ? 'changed' : 'unchanged';
}
