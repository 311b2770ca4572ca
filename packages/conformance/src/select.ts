import type { Check, Group, Judgement } from './check.ts';
import { groups } from './checks/index.ts';
import { CannotRun, type ConformanceOptions } from './options.ts';

/** One of all promises. */
export interface ListedCheck {
  readonly id: string;
  readonly group: string;
  readonly promise: string;
  /** Whether it is judged by the answers that the other checks got. */
  readonly isAboutAllAnswers: boolean;
}

/** Every promise that can be checked, in the order of reports. */
export function listChecks(): readonly ListedCheck[] {
  return groups.flatMap((group) =>
    promisesOf(group).map((one) => ({
      id: one.id,
      group: group.id,
      promise: one.promise,
      isAboutAllAnswers: 'concerns' in one,
    })),
  );
}

/** What a group is called for people. */
export function titleOf(groupId: string): string {
  return groups.find(({ id }) => id === groupId)?.title ?? groupId;
}

function promisesOf({ checks, judgements = [] }: Group): readonly (Check | Judgement)[] {
  return [...checks, ...judgements];
}

/**
 * The groups with those checks that were asked for.
 * @throws CannotRun when a name is none of a group or a check.
 */
export function selectChecks({ only, skip = [] }: ConformanceOptions): readonly Group[] {
  const known = new Set(listChecks().flatMap(({ id, group }) => [id, group]));
  const unknown = [...(only ?? []), ...skip].find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new CannotRun(`There is no group and no check "${unknown}"; --list shows them all.`);
  return groups.map((group) => {
    const isAskedFor = ({ id }: { id: string }): boolean =>
      (only === undefined || [id, group.id].some((name) => only.includes(name))) &&
      ![id, group.id].some((name) => skip.includes(name));
    return {
      ...group,
      checks: group.checks.filter(isAskedFor),
      judgements: (group.judgements ?? []).filter(isAskedFor),
    };
  });
}
