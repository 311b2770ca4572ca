import { latchkey, sendRefreshes } from '../contestants/latchkey.ts';
import type { Contender } from '../measure/race.ts';
import { race } from '../measure/race.ts';
import type { Experiment } from './experiment.ts';

/** One client that waits for each answer: batching must not make it wait for others. */
export const lone: Experiment = {
  name: 'lone',
  async run(stage, say) {
    const rows = { SQLite: 'lone', PostgreSQL: 'lone-postgres' } as const;
    const contenders = (['SQLite', 'PostgreSQL'] as const).map((kind): Contender => ({
      name: kind,
      run: async (seconds) =>
        (await sendRefreshes(stage, await latchkey(stage, kind), { connections: 1, seconds })).p50Ms,
    }));
    const results = await race(contenders, stage.plan, say);
    return (['SQLite', 'PostgreSQL'] as const).map((kind) => ({
      row: rows[kind],
      values: results.get(kind) ?? [],
    }));
  },
};
