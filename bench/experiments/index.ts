import type { Experiment } from './experiment.ts';
import { login } from './login.ts';
import { lone } from './lone.ts';
import { me } from './me.ts';
import { memory } from './memory.ts';
import { refreshBesideDjango, refreshOnPostgres, refreshOnSqlite } from './refresh.ts';
import { start } from './start.ts';
import { workers } from './workers.ts';

/** The first ones want a quiet machine; servers that are kept are started by the others. */
export const experiments: readonly Experiment[] = [
  start,
  memory,
  me,
  refreshOnSqlite,
  refreshOnPostgres,
  refreshBesideDjango,
  lone,
  login,
  workers,
];
