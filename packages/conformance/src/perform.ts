import { NotChecked, type Check, type Group, type Need } from './check.ts';
import type { ConformanceOptions } from './options.ts';
import { createSlots } from './slots.ts';
import { createStage, type StageParts } from './stage/create-stage.ts';

const usualAtOnce = 6;

/** How a check ended: with nothing, or with what it threw. */
export type CheckEnd = { readonly error?: unknown };

/** Performs checks side by side, and after them, one by one, those that change the server for everybody. */
export async function performChecks(
  groups: readonly Group[],
  parts: StageParts,
  tell: (group: string, check: Check, end: CheckEnd) => void,
): Promise<void> {
  const { options } = parts;
  const slots = createSlots(options.atOnce ?? usualAtOnce);

  const perform = async ({ group, check }: { group: string; check: Check }): Promise<void> => {
    const rest = await slots.take();
    const end = await attempt(check).then(
      (): CheckEnd => ({}),
      (error: unknown): CheckEnd => ({ error }),
    );
    rest();
    tell(group, check, end);

    async function attempt({ needs, run }: Check): Promise<void> {
      const missing = whatIsMissing(needs, options);
      if (missing !== undefined) throw new NotChecked(missing);
      await run(createStage(parts, rest));
    }
  };

  const all = groups.flatMap(({ id, checks }) => checks.map((check) => ({ group: id, check })));
  const alone = all.filter(({ check }) => check.needs.includes('disposable'));
  const together = all.filter((one) => !alone.includes(one));
  // Those that wait begin first, so that the others can use the time.
  const waits = ({ check }: { check: Check }): boolean => check.needs.includes('time');
  const ordered = [...together.filter(waits), ...together.filter((one) => !waits(one))];
  await Promise.all(ordered.map(perform));
  for (const one of alone) await perform(one);
}

function whatIsMissing(
  needs: readonly Need[],
  { admin, disposable, secret, quick }: ConformanceOptions,
): string | undefined {
  if (needs.includes('disposable') && disposable !== true)
    return 'it changes settings for everybody; --disposable allows that';
  if (needs.includes('admin') && admin === undefined) return 'it needs an admin: --admin-email';
  if (needs.includes('secret') && secret === undefined)
    return 'it needs the secret of HS256: CONFORMANCE_JWT_SECRET';
  if (needs.includes('time') && quick === true) return '--quick leaves out what has to be waited for';
  return undefined;
}
