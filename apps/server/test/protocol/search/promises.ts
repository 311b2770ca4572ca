import type { Step } from './actions.ts';
import { rulesOf, type Setting } from './present.ts';
import type { Party, World } from './world.ts';

export type BrokenPromise =
  | 'an honest client is never logged out'
  | 'a copy that both have used more than the grace apart ends the session'
  | 'a late retry without its key gets nothing'
  | 'a superseded token changes nothing'
  | 'a rotation is one step from what was presented'
  | "the row names the key of the client's token"
  | 'an ended session stays ended';

/** Which promise a step breaks; undefined: none. */
export function brokenPromise(before: World, step: Step, setting: Setting): BrokenPromise | undefined {
  return (
    brokenForTheClient(before, step) ??
    brokenAboutTheft(before, step, setting) ??
    brokenInTheRow(before, step) ??
    brokenAboutKeys(step.after) ??
    brokenAfterTheEnd(step.after, setting)
  );
}

function brokenForTheClient({ stolen }: World, { presentation }: Step): BrokenPromise | undefined {
  if (presentation?.by !== 'client' || stolen !== null) return undefined;
  const { kind } = presentation.decision;
  return kind === 'rotate' || kind === 'replay' ? undefined : 'an honest client is never logged out';
}

function brokenAboutTheft(
  before: World,
  { presentation, after }: Step,
  { grace }: Setting,
): BrokenPromise | undefined {
  if (!presentation) return undefined;
  const { by, token } = presentation;
  const other: Party = by === 'client' ? 'thief' : 'client';
  const use = before.uses.find(({ generation }) => generation === token.generation);
  const otherUsedItLongAgo = (use?.[other] ?? 0) > grace;
  if (!use || !otherUsedItLongAgo || after.row.endedAt !== null) return undefined;
  if (by === 'thief' && use.first === 'client') return 'a late retry without its key gets nothing';
  return use[by] === null
    ? 'a copy that both have used more than the grace apart ends the session'
    : undefined;
}

function brokenInTheRow({ row }: World, { presentation, after }: Step): BrokenPromise | undefined {
  if (presentation?.decision.kind !== 'rotate') return undefined;
  const { generation } = presentation.token;
  if (generation < row.generation) return 'a superseded token changes nothing';
  return after.row.generation === generation + 1
    ? undefined
    : 'a rotation is one step from what was presented';
}

/** What decides whether a secret key can be retired. */
function brokenAboutKeys({ row, stored, hasLostWrites, stolen }: World): BrokenPromise | undefined {
  if (hasLostWrites || stolen !== null || row.endedAt !== null) return undefined;
  const { generation, keyId } = stored.token;
  const named = generation === row.generation ? row.keyId : row.previousKeyId;
  return keyId === named ? undefined : "the row names the key of the client's token";
}

function brokenAfterTheEnd({ row, signingKeyId }: World, setting: Setting): BrokenPromise | undefined {
  if (row.endedAt === null) return undefined;
  for (let generation = 0; generation <= setting.generations; generation += 1) {
    const presented = { generation, keyId: row.keyId, idempotencyDigest: row.idempotencyDigest };
    const decision = setting.decide(row, presented, rulesOf(setting), 0, signingKeyId);
    if (decision.kind !== 'ended' || decision.reason !== row.endReason) return 'an ended session stays ended';
  }
  return undefined;
}
