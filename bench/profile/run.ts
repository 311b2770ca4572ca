import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  filledDatabase,
  login,
  readMe,
  refreshMany,
  startLatchkey,
  type Latchkey,
} from '../contestants/latchkey.ts';
import type { DatabaseKind } from '../installation/database.ts';
import type { Contender } from '../measure/race.ts';
import type { Stage } from '../measure/stage.ts';
import { selfTimes, type CpuProfile } from './sample.ts';
import { summarise, type Summary } from './summary.ts';

export interface Path {
  readonly kind: DatabaseKind;
  readonly load: (stage: Stage, server: Latchkey) => Contender;
}

/** What can be profiled. */
export const paths = {
  me: { kind: 'SQLite', load: (stage, server) => readMe(stage, server, 32) },
  'me-postgres': { kind: 'PostgreSQL', load: (stage, server) => readMe(stage, server, 32) },
  refresh: { kind: 'SQLite', load: (stage, server) => refreshMany(stage, server, 64) },
  'refresh-postgres': { kind: 'PostgreSQL', load: (stage, server) => refreshMany(stage, server, 128) },
  login: { kind: 'SQLite', load: (stage, server) => login(stage, server, 16) },
} as const satisfies Record<string, Path>;

const intervalMicroseconds = 250;

/** Loads a server that V8 profiles, and says what its main thread did meanwhile. */
export async function profile(stage: Stage, { kind, load }: Path): Promise<Summary> {
  const folder = join(stage.folder, 'profile');
  mkdirSync(folder);
  const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${intervalMicroseconds}`];
  const server = await startLatchkey(stage, await filledDatabase(stage, kind), { flags });
  const contender = load(stage, server);
  await contender.run(Math.max(1, stage.plan.warmUpSeconds));
  const from = now();
  await contender.run(stage.plan.seconds * 2);
  const to = now();
  await pause(100);
  await server.stop();
  const [file] = readdirSync(folder);
  if (file === undefined) throw new Error('Node wrote no profile');
  // Node wrote it.
  const cpuProfile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
  return summarise(selfTimes(cpuProfile, from, to));
}

/** Microseconds of the monotonic clock. */
function now(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
