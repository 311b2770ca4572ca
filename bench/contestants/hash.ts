import { spawn } from 'node:child_process';
import { program } from '../measure/program.ts';
import { finished, readAll } from '../measure/processes.ts';
import type { Contender } from '../measure/race.ts';

/** The bare hash of bare-hash.ts. */
export const bareHash: Contender = {
  name: 'bare hash',
  async run(seconds) {
    const args = [program('contestants/bare-hash'), String(seconds)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [rate] = await Promise.all([readAll(child.stdout), finished(child)]);
    if (rate === '') throw new Error('the bare hash could not be measured');
    return Number(rate);
  },
};
