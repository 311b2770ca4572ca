import { filledDatabase, refreshMany, startLatchkey } from '../contestants/latchkey.ts';
import { race } from '../measure/race.ts';
import type { Experiment } from './experiment.ts';

const connections = 128;
const counts = [1, 2] as const;

export const workers: Experiment = {
  name: 'workers',
  async run(stage, say) {
    const database = await filledDatabase(stage, 'PostgreSQL');
    const findings = [];
    // One after the other: idle workers of the other would hold connections and memory.
    for (const count of counts) {
      const server = await startLatchkey(stage, database, { environment: { WORKERS: String(count) } });
      const contender = { ...refreshMany(stage, server, connections), name: `WORKERS=${count}` };
      const values = (await race([contender], stage.plan, say)).get(contender.name) ?? [];
      findings.push({ row: `workers-${count}`, values: values.map((value) => value / count) } as const);
      await server.stop();
    }
    return findings;
  },
};
