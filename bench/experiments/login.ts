import { betterAuth } from '../contestants/better-auth.ts';
import { bareHash } from '../contestants/hash.ts';
import { latchkey, login as logIn } from '../contestants/latchkey.ts';
import { isAbsent, race } from '../measure/race.ts';
import { compare, isPresent, type Experiment } from './experiment.ts';

/** Enough that a password waits whenever a core is free. */
const connections = 16;
/** Its hash takes so long that with more the first answers would come after the measurement. */
const betterAuthConnections = 4;

export const login: Experiment = {
  name: 'login',
  async run(stage, say) {
    const own = logIn(stage, await latchkey(stage, 'SQLite'), connections);
    const library = await betterAuth(stage);
    const better = isAbsent(library) ? library : library.login(betterAuthConnections);
    const results = await race([own, bareHash, better].filter(isPresent), stage.plan, say);
    return [compare('login', results, own, bareHash), compare('login-better-auth', results, own, better)];
  },
};
