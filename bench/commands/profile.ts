import { openStage, quickPlan, thoroughPlan } from '../measure/stage.ts';
import { paths, profile } from '../profile/run.ts';
import { save } from '../report/save.ts';
import { describeMachine, readResults } from '../report/results.ts';
import { table } from '../report/table.ts';
import type { Share } from '../profile/summary.ts';
import { say, UsageError, type Options } from './options.ts';

export const pathNames = Object.keys(paths) as (keyof typeof paths)[];
/** As many of the owners as the documentation shows. */
const savedOwners = 12;

/** Profiles the named paths; all of them where none is named. */
export async function profilePaths(names: readonly string[], { isQuick, isSaved }: Options): Promise<void> {
  const chosen = pathNames.filter((name) => names.length === 0 || names.includes(name));
  if (chosen.length < names.length) throw new UsageError(`Paths: ${pathNames.join(', ')}.`);
  for (const name of chosen) {
    say(`profile of ${name} …`);
    const stage = openStage(isQuick ? quickPlan : thoroughPlan);
    try {
      const { byOwner, byFunction, idle } = await profile(stage, paths[name]);
      console.log(`\n${name}: the main thread was idle for ${percent(idle)}. Of the rest:\n`);
      console.log(table(['package', 'self time'], byOwner.map(toLine)));
      console.log(`\n${table(['function · package · source', 'self time'], byFunction.map(toLine))}`);
      if (!isSaved) continue;
      const before = readResults();
      const lines = [
        ...byOwner.slice(0, savedOwners).map(toLine),
        ['(idle, of all the time)', percent(idle)],
      ];
      const saved = { machine: describeMachine(stage.generator.name), head: ['package', 'self time'], lines };
      await save({ ...before, tables: { ...before.tables, [`profile-${name}`]: saved } });
    } finally {
      await stage.end();
    }
  }
}

function toLine({ name, share }: Share): [string, string] {
  return [name, percent(share)];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
