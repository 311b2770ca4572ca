import { filledDatabase, startLatchkey } from '../contestants/latchkey.ts';
import type { Experiment } from './experiment.ts';

/** From the start of the process to the first 200 of /health/ready, with nothing else running. */
export const start: Experiment = {
  name: 'start',
  async run(stage) {
    const database = await filledDatabase(stage, 'SQLite');
    const values: number[] = [];
    for (let i = 0; i < stage.plan.starts; i += 1) {
      const server = await startLatchkey(stage, database);
      values.push(server.readyMs);
      await server.stop();
    }
    return [{ row: 'start', values }];
  },
};
