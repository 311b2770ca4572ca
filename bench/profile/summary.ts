import { locate } from './locate.ts';
import type { CallFrame } from './sample.ts';

export interface Share {
  readonly name: string;
  /** Of the time that the process was not idle, from 0 to 1. */
  readonly share: number;
}

export interface Summary {
  readonly byOwner: readonly Share[];
  readonly byFunction: readonly Share[];
  /** Which part of the time the process waited, from 0 to 1. */
  readonly idle: number;
}

const shown = 30;

export function summarise(times: ReadonlyMap<CallFrame, number>): Summary {
  const owners = new Map<string, number>();
  const functions = new Map<string, number>();
  let idle = 0;
  let busy = 0;
  for (const [frame, time] of times) {
    const { owner, source } = locate(frame);
    if (owner === '(idle)') {
      idle += time;
      continue;
    }
    busy += time;
    add(owners, owner, time);
    add(functions, `${frame.functionName || '(anonymous)'} · ${owner} · ${source}`, time);
  }
  return {
    byOwner: ranked(owners, busy).slice(0, shown),
    byFunction: ranked(functions, busy).slice(0, shown),
    idle: idle / (idle + busy),
  };
}

function add(times: Map<string, number>, name: string, time: number): void {
  times.set(name, (times.get(name) ?? 0) + time);
}

function ranked(times: ReadonlyMap<string, number>, all: number): Share[] {
  return [...times].map(([name, time]) => ({ name, share: time / all })).sort((a, b) => b.share - a.share);
}
