import { setTimeout as pause } from 'node:timers/promises';
import { filledDatabase, sendRefreshes, startLatchkey } from '../contestants/latchkey.ts';
import { residentMegabytes } from '../measure/usage.ts';
import type { Experiment } from './experiment.ts';

const connections = 64;
const sampleEveryMs = 100;

/** Of a server that was started for this. */
export const memory: Experiment = {
  name: 'memory',
  async run(stage) {
    const server = await startLatchkey(stage, await filledDatabase(stage, 'SQLite'));
    await pause(stage.plan.seconds * 1_000);
    const idle = residentMegabytes(server.pid);
    let most = idle;
    const sampling = setInterval(() => (most = Math.max(most, residentMegabytes(server.pid))), sampleEveryMs);
    await sendRefreshes(stage, server, { connections, seconds: stage.plan.seconds * stage.plan.rounds });
    clearInterval(sampling);
    await server.stop();
    return [
      { row: 'memory-idle', values: [idle] },
      { row: 'memory-load', values: [most] },
    ];
  },
};
