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
    // There are so few a second that an engine needs long to find out what to compile.
    const { seconds, warmUpSeconds } = stage.plan;
    const plan = { ...stage.plan, seconds: 3 * seconds, warmUpSeconds: 8 * warmUpSeconds };
    const results = await race([own, bareHash, better].filter(isPresent), plan, say);
    return [compare('login', results, own, bareHash), compare('login-better-auth', results, own, better)];
  },
};
