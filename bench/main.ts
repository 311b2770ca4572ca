import { experiments } from './experiments/index.ts';
import { openStage, quickPlan, thoroughPlan } from './measure/stage.ts';
import {
  describeMachine,
  isMissing,
  readResults,
  toFigure,
  writeResults,
  type Results,
} from './report/results.ts';
import type { Finding, Missing } from './report/rows.ts';
import { markdownTable } from './report/table.ts';

const usage = `npm run bench                  every row
npm run bench -- me refresh     the rows whose names begin like that
npm run bench -- --quick        shows in seconds that every row can be measured; the figures mean nothing
npm run bench -- --save         also writes bench/results.json, docs/performance.md and its picture
Rows: ${experiments.map(({ name }) => name).join(', ')}`;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function main(args: readonly string[]): Promise<void> {
  const flags = args.filter((arg) => arg.startsWith('-'));
  const names = args.filter((arg) => !arg.startsWith('-'));
  const unknown = [
    ...flags.filter((flag) => !['--quick', '--save', '--help'].includes(flag)),
    ...names.filter((name) => !experiments.some((experiment) => isMeant(name, experiment.name))),
  ];
  if (unknown.length > 0 || flags.includes('--help')) {
    say(`${unknown.map((each) => `There is no ${each}.\n`).join('')}${usage}`);
    process.exitCode = unknown.length > 0 ? 1 : 0;
    return;
  }
  const isQuick = flags.includes('--quick');
  if (isQuick && flags.includes('--save')) throw new Error('--quick measures nothing that could be saved.');
  const stage = openStage(isQuick ? quickPlan : thoroughPlan);
  const found: (Finding | Missing)[] = [];
  try {
    for (const experiment of experiments) {
      if (names.length > 0 && !names.some((name) => isMeant(name, experiment.name))) continue;
      say(`${experiment.name} …`);
      found.push(...(await experiment.run(stage, say)));
    }
  } finally {
    await stage.end();
  }
  await report(found, stage.generator.name, { isQuick, isSaved: flags.includes('--save') });
}

async function report(
  found: readonly (Finding | Missing)[],
  generator: string,
  { isQuick, isSaved }: { isQuick: boolean; isSaved: boolean },
): Promise<void> {
  const before = readResults();
  const absent = new Map(found.filter(isMissing).map(({ row, absent }) => [row, absent]));
  const figures = found.flatMap((one) => (isMissing(one) ? [] : [[one.row, toFigure(one)] as const]));
  const measured: Results = { rows: Object.fromEntries(figures), tables: {} };
  console.log(markdownTable(measured, { ...(!isQuick && { before }), absent }));
  if (isQuick) console.log('\nMeasured for a moment only: these figures mean nothing.');
  if (!isSaved) return;
  await writeResults({
    ...before,
    machine: describeMachine(generator),
    rows: { ...before.rows, ...measured.rows },
  });
}

/** `refresh` means every row that begins like that. */
function isMeant(name: string, experiment: string): boolean {
  return experiment === name || experiment.startsWith(`${name}-`);
}

await main(process.argv.slice(2));
