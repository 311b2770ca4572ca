import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { chooseGenerator } from '../load/generator.ts';
import type { Generator } from '../load/load.ts';
import { startPostgres } from '../../apps/server/test/support/postgres-server.ts';

/** How long everything takes. */
export interface Plan {
  readonly rounds: number;
  /** Of one measurement: a whole number, as wrk wants it. */
  readonly seconds: number;
  /** Measured and thrown away, while engines compile and caches fill. */
  readonly warmUpSeconds: number;
  /** Sessions that are put into a database before it is measured. */
  readonly sessions: number;
  readonly starts: number;
}

export const thoroughPlan: Plan = { rounds: 5, seconds: 2, warmUpSeconds: 2, sessions: 100_000, starts: 9 };
/** Shows that every row can be measured; its figures mean nothing. */
export const quickPlan: Plan = { rounds: 1, seconds: 1, warmUpSeconds: 0, sessions: 2_000, starts: 1 };

/** What all measurements share. What is started for one is kept for the next, and ended with the stage. */
export interface Stage {
  readonly plan: Plan;
  readonly generator: Generator;
  /** On a disk. Removed at the end. */
  readonly folder: string;
  /** The address of a superuser of the one PostgreSQL. */
  postgres(): Promise<string>;
  /** The same for the whole run, made at its first use. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
  /** What to do at the end; the last first. */
  atEnd(work: () => unknown): void;
  end(): Promise<void>;
}

/** As its documentation advises for a machine that it has to share; a commit waits for the disk. */
export const postgresSettings = {
  fsync: 'on',
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  max_connections: '200',
};

export function openStage(plan: Plan): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  const made = new Map<string, Promise<unknown>>();
  const ends: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stage: Stage = {
    plan,
    folder,
    generator: chooseGenerator(),
    once<T>(key: string, make: () => Promise<T>): Promise<T> {
      const value = made.get(key) ?? make();
      made.set(key, value);
      // Whoever asks for a key makes the same of it.
      return value as Promise<T>;
    },
    postgres: () =>
      stage.once('postgres', async () => {
        const server = await startPostgres(postgresSettings);
        stage.atEnd(() => server.stop());
        return server.url;
      }),
    atEnd: (work) => void ends.push(work),
    async end() {
      for (let work = ends.pop(); work !== undefined; work = ends.pop()) await work();
    },
  };
  // Ctrl+C leaves no PostgreSQL behind, and no gigabytes.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stage.end().finally(() => process.exit(1)));
  return stage;
}
