import { spawn } from 'node:child_process';
import { program } from '../measure/program.ts';
import { finished, readAll } from '../measure/processes.ts';
import type { Generator, Measured } from './load.ts';

/** Our own client, in a process of its own: it takes a core, as wrk does. */
export const ownClient: Generator = {
  name: 'the client of bench/load',
  async send(load) {
    const child = spawn(process.execPath, [program('load/own-client')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(JSON.stringify(load));
    const [output] = await Promise.all([readAll(child.stdout), finished(child)]);
    if (output === '') throw new Error(`${load.url}: the client ended without a result`);
    // own-client.ts writes it.
    return JSON.parse(output) as Measured;
  },
};
