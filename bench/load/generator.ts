import { spawnSync } from 'node:child_process';
import type { Generator } from './load.ts';
import { ownClient } from './own-client-process.ts';
import { wrk } from './wrk.ts';

/**
 * One generator for every row, or the ratios would compare generators. wrk takes the least of the cores; where it is
 * not installed our own client does. `BENCH_CLIENT=own` asks for that.
 */
export function chooseGenerator(): Generator {
  if (process.env['BENCH_CLIENT'] === 'own') return ownClient;
  const { error } = spawnSync('wrk', ['--version'], { stdio: 'ignore' });
  return error ? ownClient : wrk;
}
