import { experiments } from '../experiments/index.ts';
import { openStage, quickPlan, thoroughPlan } from '../measure/stage.ts';
import { save } from '../report/save.ts';
import { describeMachine, isMissing, readResults, toFigure, type Results } from '../report/results.ts';
import type { Finding, Missing } from '../report/rows.ts';
import { markdownTable } from '../report/table.ts';
import { say, UsageError, type Options } from './options.ts';

/** Measures the rows whose names begin like that; all of them where none is named. */
export async function measureRows(names: readonly string[], { isQuick, isSaved }: Options): Promise<void> {
  const unknown = names.filter((name) => !experiments.some((experiment) => isMeant(name, experiment.name)));
  if (unknown.length > 0) throw new UsageError(`There is no ${unknown.join(', ')}.`);
  const stage = openStage(isQuick ? quickPlan : thoroughPlan);
  const found: (Finding | Missing)[] = [];
  try {
    for (const experiment of experiments) {
      if (names.length > 0 && !names.some((name) => isMeant(name, experiment.name))) continue;
      say(`${experiment.name} …`);
      try {
        found.push(...(await experiment.run(stage, say)));
      } catch (error) {
        // The rows of the others are worth their minutes.
        process.exitCode = 1;
        say(`  failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  } finally {
    await stage.end();
  }

  const before = readResults();
  const absent = new Map(found.filter(isMissing).map(({ row, absent }) => [row, absent]));
  const figures = found.flatMap((one) => (isMissing(one) ? [] : [[one.row, toFigure(one)] as const]));
  const measured: Results = { rows: Object.fromEntries(figures), tables: {} };
  console.log(markdownTable(measured, { ...(!isQuick && { before }), absent }));
  if (isQuick) console.log('\nMeasured for a moment only: these figures mean nothing.');
  if (!isSaved) return;
  const machine = describeMachine(stage.generator.name);
  await save({ ...before, machine, rows: { ...before.rows, ...measured.rows } });
}

/** `refresh` means every row that begins like that. */
function isMeant(name: string, experiment: string): boolean {
  return experiment === name || experiment.startsWith(`${name}-`);
}
