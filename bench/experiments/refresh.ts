import { djangoReference } from '../contestants/django-reference.ts';
import { bareFastify } from '../contestants/fastify.ts';
import { latchkey, refreshFew, refreshMany } from '../contestants/latchkey.ts';
import type { DatabaseKind } from '../installation/database.ts';
import { isAbsent, race } from '../measure/race.ts';
import type { RowId } from '../report/rows.ts';
import { compare, type Experiment } from './experiment.ts';

function refreshOn(kind: DatabaseKind, connections: number, few: RowId, many: RowId): Experiment {
  return {
    name: few,
    async run(stage, say) {
      const server = await latchkey(stage, kind);
      const own = refreshFew(stage, server, connections);
      const inTurn = refreshMany(stage, server, connections);
      const fastify = (await bareFastify(stage)).post(connections);
      const results = await race([own, fastify, inTurn], stage.plan, say);
      return [compare(few, results, own, fastify), compare(many, results, inTurn, fastify)];
    },
  };
}

export const refreshOnSqlite = refreshOn('SQLite', 64, 'refresh-sqlite', 'refresh-sqlite-many');
export const refreshOnPostgres = refreshOn('PostgreSQL', 128, 'refresh-postgres', 'refresh-postgres-many');

/** With as many connections as Django does best with. */
const djangoConnections = 32;

export const refreshBesideDjango: Experiment = {
  name: 'refresh-django',
  async run(stage, say) {
    const reference = await djangoReference(stage);
    if (isAbsent(reference)) return [{ row: 'refresh-django', absent: reference.absent }];
    const own = refreshFew(stage, await latchkey(stage, 'PostgreSQL'), djangoConnections);
    const django = reference.refresh(djangoConnections);
    const results = await race([own, django], stage.plan, say);
    return [compare('refresh-django', results, own, django)];
  },
};
