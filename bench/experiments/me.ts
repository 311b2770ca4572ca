import { betterAuth } from '../contestants/better-auth.ts';
import { djangoReference } from '../contestants/django-reference.ts';
import { bareFastify } from '../contestants/fastify.ts';
import { latchkey, readMe, readMeOfMany } from '../contestants/latchkey.ts';
import { isAbsent, race } from '../measure/race.ts';
import { compare, isPresent, type Experiment } from './experiment.ts';

const connections = 32;

export const me: Experiment = {
  name: 'me',
  async run(stage, say) {
    const own = readMe(stage, await latchkey(stage, 'SQLite'), connections);
    const ofMany = readMeOfMany(stage, await latchkey(stage, 'SQLite'), connections);
    const onPostgres = readMe(stage, await latchkey(stage, 'PostgreSQL'), connections);
    const fastify = (await bareFastify(stage)).get(connections);
    const reference = await djangoReference(stage);
    const django = isAbsent(reference) ? reference : reference.me(connections);
    const library = await betterAuth(stage);
    const better = isAbsent(library) ? library : library.readSession(connections);
    const contenders = [own, fastify, ofMany, onPostgres, django, better].filter(isPresent);
    const results = await race(contenders, stage.plan, say);
    return [
      compare('me', results, own, fastify),
      compare('me-many', results, ofMany, fastify),
      compare('me-postgres', results, onPostgres, fastify),
      compare('me-django', results, own, django),
      compare('me-better-auth', results, own, better),
    ];
  },
};
