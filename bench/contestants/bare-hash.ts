import { availableParallelism } from 'node:os';
import { verify } from '@node-rs/argon2';
import { createPasswordHasher } from '../../apps/server/src/lib/password-hashing.ts';

/*
 * How many passwords a second this machine can verify when it does nothing else, with the parameters and the library of
 * the server. Prints the rate. node bare-hash.js SECONDS
 */

const password = 'correct horse battery';
const passwordHash = await createPasswordHasher().hash(password);
const until = performance.now() + Number(process.argv[2]) * 1_000;
const begin = performance.now();
let verified = 0;

/** Twice as many as there are cores: a core never waits for the main thread. */
await Promise.all(
  Array.from({ length: 2 * availableParallelism() }, async () => {
    while (performance.now() < until) {
      if (!(await verify(passwordHash, password))) throw new Error('the password was not recognised');
      verified += 1;
    }
  }),
);
process.stdout.write(String(verified / ((performance.now() - begin) / 1_000)));
