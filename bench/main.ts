import { experiments } from './experiments/index.ts';
import { UsageError, say } from './commands/options.ts';
import { measureGrowth } from './commands/growth.ts';
import { pathNames, profilePaths } from './commands/profile.ts';
import { measureRows } from './commands/rows.ts';
import { measureStorage } from './commands/storage.ts';
import { workOnDisk } from './measure/disk.ts';

const usage = `npm run bench                        every row of the table
npm run bench -- me refresh           the rows whose names begin like that
npm run bench -- growth               the same with 1,000, 100,000 and 5,000,000 sessions
npm run bench -- storage              what a million refreshes do to the database
npm run bench -- profile refresh      what the main thread does on that path
npm run bench -- all --save           all of that, for docs/performance.md: half an hour

--quick  does everything for a moment only; the figures mean nothing
--save   also writes bench/results.json, docs/performance.md and its picture

Rows: ${experiments.map(({ name }) => name).join(', ')}
Paths: ${pathNames.join(', ')}`;

async function main(args: readonly string[]): Promise<void> {
  const flags = args.filter((arg) => arg.startsWith('-'));
  const [first, ...rest] = args.filter((arg) => !arg.startsWith('-'));
  if (flags.includes('--help')) {
    console.log(usage);
    return;
  }
  const unknown = flags.filter((flag) => !['--quick', '--save'].includes(flag));
  if (unknown.length > 0) throw new UsageError(`There is no ${unknown.join(', ')}.`);
  const options = { isQuick: flags.includes('--quick'), isSaved: flags.includes('--save') };
  if (options.isQuick && options.isSaved)
    throw new UsageError('--quick measures nothing that could be saved.');
  workOnDisk();
  if (first === 'all' && rest.length === 0) {
    await measureRows([], options);
    await measureStorage(options);
    await profilePaths([], options);
    await measureGrowth(options);
    return;
  }
  if (first === 'growth' && rest.length === 0) return measureGrowth(options);
  if (first === 'storage' && rest.length === 0) return measureStorage(options);
  if (first === 'profile') return profilePaths(rest, options);
  return measureRows(first === undefined ? [] : [first, ...rest], options);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  say(`${error.message}\n\n${usage}`);
  process.exitCode = 1;
}
