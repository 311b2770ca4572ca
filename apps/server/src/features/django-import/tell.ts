import type { Decision } from './decide.ts';
import type { Finding, Report } from './report.ts';
import type { StagedUser } from './staging-queries.ts';

/** Tells the report what there is to know about a decision. */
export function tell(
  report: Report,
  { id, email, notes }: StagedUser,
  decision: Decision,
  leaveOutCollisions: boolean,
): void {
  const add = (outcome: Finding['outcome'], reason: string, detail: string | null = null): void =>
    report.add({ id, email, outcome, reason, detail });
  if (decision.kind === 'left out') return add('left out', decision.reason);
  if (decision.kind === 'collision')
    return add(leaveOutCollisions ? 'left out' : 'stops', decision.reason, decision.detail);
  for (const note of notes) add('changed', note);
  if (decision.kind === 'known')
    for (const what of decision.kept) add('kept', `${what} changed here as well`);
}
