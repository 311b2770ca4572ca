import { openSize, type Size } from '../growth/sizes.ts';
import { openStage, quickPlan, thoroughPlan } from '../measure/stage.ts';
import { median } from '../measure/statistics.ts';
import { save } from '../report/save.ts';
import { describeMachine, readResults } from '../report/results.ts';
import { table } from '../report/table.ts';
import { say, type Options } from './options.ts';

const sizes = [1_000, 100_000, 5_000_000];
const quickSizes = [500, 1_000, 5_000];
const rounds = 3;

/** The same measurements of installations of several sizes, which take turns. */
export async function measureGrowth({ isQuick, isSaved }: Options): Promise<void> {
  const stage = openStage(isQuick ? quickPlan : thoroughPlan);
  try {
    const open: Size[] = [];
    for (const sessions of isQuick ? quickSizes : sizes) {
      say(`${sessions.toLocaleString('en')} sessions are put into PostgreSQL …`);
      open.push(await openSize(stage, sessions));
    }
    const lines: string[][] = [];
    for (const name of Object.keys(open[0]?.measurements ?? {})) {
      const values = open.map((): number[] => []);
      for (const { measurements } of isQuick ? [] : open) {
        const measurement = measurements[name];
        await measurement?.run(measurement.warmUpSeconds);
      }
      for (let round = 0; round < (isQuick ? 1 : rounds); round += 1) {
        for (const [i, { measurements }] of open.entries()) {
          const measurement = measurements[name];
          values[i]?.push((await measurement?.run(isQuick ? 1 : measurement.seconds)) ?? NaN);
        }
      }
      const medians = values.map(median);
      lines.push([name, ...medians.map(number), ((medians.at(-1) ?? NaN) / (medians[0] ?? NaN)).toFixed(2)]);
      say(`  ${lines.at(-1)?.join(' · ') ?? ''}`);
    }
    const head = [
      '',
      ...open.map(({ sessions }) => `${sessions.toLocaleString('en')} sessions`),
      'last to first',
    ];
    console.log(table(head, lines));
    if (!isSaved) return;
    const before = readResults();
    const growth = { machine: describeMachine(stage.generator.name), head, lines };
    await save({ ...before, tables: { ...before.tables, growth } });
  } finally {
    await stage.end();
  }
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}
