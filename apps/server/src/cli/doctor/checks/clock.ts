import { stat } from 'node:fs/promises';
import { readDatabaseTime } from '../../../db/time.ts';
import { selectNewestEventTime } from '../../../features/audit/index.ts';
import { secretKeyFile } from '../../../features/installation/index.ts';
import { durationInWords } from '../../../features/settings/index.ts';
import { problem, warning, type Check, type Finding, type Installation } from '../finding.ts';

/** Other machines allow access tokens some seconds; beyond half a minute a fresh token is over, or not valid yet. */
const noticeableMs = 5_000;
const harmfulMs = 30_000;
const futureMs = 60_000;

/** The clock of this machine: against that of the database's, and against what was written before. */
export const clock: Check = {
  name: 'clock',
  async examine(installation) {
    const findings = [
      ...(await besideDatabase(installation)),
      ...(await besideEvents(installation)),
      ...(await besideFiles(installation)),
    ];
    return { well: new Date(installation.clock.now()).toISOString(), findings };
  },
};

const advice = 'Let NTP set the clocks of both machines (timedatectl shows whether it does).';

async function besideDatabase({ database, clock }: Installation): Promise<Finding[]> {
  if (database?.dialect !== 'postgres') return [];
  const before = clock.now();
  const there = await readDatabaseTime(database.kysely, clock);
  const after = clock.now();
  // It was read at some moment between the two.
  const offMs = Math.max(before - there, there - after);
  if (offMs <= noticeableMs) return [];
  const text = `The clocks of this machine and of the database server are ${durationInWords(Math.round(offMs / 1_000))} apart.`;
  return [(offMs > harmfulMs ? problem : warning)('clock_apart', text, advice)];
}

async function besideEvents({ database, clock }: Installation): Promise<Finding[]> {
  if (!database) return [];
  const newest = (await selectNewestEventTime(database.kysely)) ?? 0;
  return newest > (await readDatabaseTime(database.kysely, clock)) + futureMs
    ? [fromTheFuture('The newest event of the audit trail', newest)]
    : [];
}

async function besideFiles({ config, clock }: Installation): Promise<Finding[]> {
  const { database, dataDir } = config;
  const files = [secretKeyFile(dataDir), ...(database.dialect === 'sqlite' ? [database.file] : [])];
  const findings: Finding[] = [];
  for (const file of files) {
    const changed = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    if (changed > clock.now() + futureMs) findings.push(fromTheFuture(file, changed));
  }
  return findings;
}

function fromTheFuture(what: string, at: number): Finding {
  return problem(
    'clock_behind',
    `${what} is from the future (${new Date(at).toISOString()}): the clock was ahead then, or is behind now. What expires does so at a wrong time.`,
    'Set the clock right, and let NTP keep it so.',
  );
}
