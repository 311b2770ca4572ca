import { availableParallelism } from 'node:os';
import { hash, type Algorithm } from '@node-rs/argon2';
import { readFormerHash, type FormerWork } from './former-hashes.ts';
import { hashOnThread } from './hash-threads.ts';
import { inSpan } from './tracing.ts';
import { patient, type Waiter } from './waiting-line.ts';
import { createWorkQueue, type QueueLoad } from './work-queue.ts';

export interface PasswordHashParameters {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** OWASP Password Storage Cheat Sheet, Argon2id. */
export const defaultHashParameters: PasswordHashParameters = { memoryKiB: 19_456, passes: 2, lanes: 1 };

/** One is looked at, the others are at hand: no core waits for the main thread. */
const placesPerCore = 4;

/**
 * Hashing and checking passwords, off the main thread and hardly more at a time than there are cores. Whoever has to
 * wait says until when the answer is of use.
 */
export interface PasswordHasher {
  /** @returns the hash in PHC form: it names its algorithm, parameters and salt. */
  hash(password: string, waiter?: Waiter): Promise<string>;
  /**
   * Whether the password is the one; hashes of Django's are read as well. Without a hash, and for one that nobody can
   * sign in with, it does the same work and says no.
   *
   * @param standIn nobody's hash, to do that work with: a hash of our own parameters unless given.
   */
  verify(
    password: string,
    passwordHash: string | undefined,
    waiter?: Waiter,
    standIn?: string,
  ): Promise<boolean>;
  /**
   * Does what leads to a password being looked at or hashed for the same waiter.
   *
   * @throws QueueFullError at once where that could not be done before the waiter's deadline; whatever `work` throws.
   */
  keepRoom<T>(waiter: Waiter, work: () => Promise<T>): Promise<T>;
  /** Whether the hash was made with other parameters than a new one would be. */
  isOutdated(passwordHash: string): boolean;
  /** How much there is to do. */
  load(): QueueLoad;
}

/**
 * Argon2id (RFC 9106).
 *
 * @param sharedBy how many processes like this one share the cores.
 * @throws QueueFullError from `hash` and `verify` where it cannot be done before the waiter's deadline: at once, as far
 *   as that can be foreseen.
 */
export function createPasswordHasher(
  parameters: PasswordHashParameters = defaultHashParameters,
  sharedBy = 1,
): PasswordHasher {
  const options = {
    // The package's const enum cannot be read under isolatedModules; 2 is its Argon2id.
    algorithm: 2 satisfies Algorithm.Argon2id,
    memoryCost: parameters.memoryKiB,
    timeCost: parameters.passes,
    parallelism: parameters.lanes,
  };
  const cores = Math.max(1, Math.floor(availableParallelism() / sharedBy));
  const queue = createWorkQueue({ places: cores * placesPerCore, firstGuessMs: 20 });
  const onThread = (job: Parameters<typeof hashOnThread>[0]): Promise<string | boolean> =>
    hashOnThread(job, cores, queue.waiting > 0);
  const prefix = `$argon2id$v=19$m=${parameters.memoryKiB},t=${parameters.passes},p=${parameters.lanes}$`;
  // Nobody's password: what an unknown address is compared with.
  const nobodysHash = hash('', options);
  nobodysHash.catch(() => undefined);
  return {
    hash: (password, waiter = patient) =>
      // To a hash the answer is a text, to a check yes or no.
      inSpan('hash a password', {}, () =>
        queue.run(waiter, async () => String(await onThread({ password, options }))),
      ),
    verify: (password, passwordHash, waiter = patient, standIn) =>
      inSpan('check a password', {}, () =>
        queue.run(waiter, async () => {
          const own = passwordHash === undefined ? undefined : checkOf(passwordHash);
          const instead = own ?? (standIn === undefined ? undefined : checkOf(standIn));
          const check = instead ?? { passwordHash: await nobodysHash };
          const matches = await onThread({ password, ...check });
          return matches === true && own !== undefined;
        }),
      ),
    keepRoom: (waiter, work) => queue.keepRoom(waiter, work),
    isOutdated: (passwordHash) => !passwordHash.startsWith(prefix),
    load: () => queue.load(),
  };
}

type Check = { readonly passwordHash: string } | { readonly formerWork: FormerWork };

/** What a thread is to do about a hash; undefined where nobody can sign in with it. */
function checkOf(passwordHash: string): Check | undefined {
  if (passwordHash.startsWith('$')) return { passwordHash };
  const former = readFormerHash(passwordHash);
  return typeof former === 'string' ? undefined : { formerWork: former.work };
}
