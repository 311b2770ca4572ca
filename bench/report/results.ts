import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { median } from '../measure/statistics.ts';
import { root } from '../measure/program.ts';
import { type Finding, type Missing, type RowId } from './rows.ts';

/** A row as it is kept. */
export interface Figure {
  readonly value: number;
  /** The smallest and the largest of the rounds. */
  readonly low: number;
  readonly high: number;
  /** The medians that it was made of, by contender. */
  readonly from?: Readonly<Record<string, number>>;
}

/** Where and with what was measured. */
export interface Machine {
  readonly date: string;
  readonly commit: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  readonly generator: string;
}

/** A table that an experiment of its own has written: growth, storage, a profile. */
export interface Table {
  readonly machine: Machine;
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
  /** What others reckon with. */
  readonly facts?: Readonly<Record<string, number>>;
}

export interface Results {
  readonly machine?: Machine;
  readonly rows: Partial<Record<RowId, Figure>>;
  readonly tables: Readonly<Record<string, Table>>;
}

const file = join(root, 'bench/results.json');

/** The committed results. */
export function readResults(): Results {
  if (!existsSync(file)) return { rows: {}, tables: {} };
  // writeResults wrote it.
  return JSON.parse(readFileSync(file, 'utf8')) as Results;
}

export async function writeResults(results: Results): Promise<void> {
  writeFileSync(
    file,
    await format(JSON.stringify(results), { ...(await resolveConfig(file)), parser: 'json' }),
  );
}

export function toFigure({ values, from }: Finding): Figure {
  const rounded = (value: number): number => Number(value.toPrecision(4));
  const figure = {
    value: rounded(median(values)),
    low: rounded(Math.min(...values)),
    high: rounded(Math.max(...values)),
  };
  if (!from) return figure;
  const medians = Object.entries(from).map(([name, value]) => [name, rounded(value)] as const);
  return { ...figure, from: Object.fromEntries(medians) };
}

export function isMissing(one: Finding | Missing): one is Missing {
  return 'absent' in one;
}

export function describeMachine(generator: string): Machine {
  const git = spawnSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root, encoding: 'utf8' });
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: git.status === 0 ? git.stdout.trim() : 'unknown',
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    generator,
  };
}
