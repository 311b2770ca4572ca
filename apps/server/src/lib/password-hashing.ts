import { availableParallelism } from 'node:os';
import { hash, type Algorithm } from '@node-rs/argon2';
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

/**
 * Hashing and checking passwords, off the main thread and hardly more at a time than there are cores. Whoever has to
 * wait says until when the answer is of use.
 */
export interface PasswordHasher {
  /** @returns the hash in PHC form: it names its algorithm, parameters and salt. */
  hash(password: string, waiter?: Waiter): Promise<string>;
  /** Whether the password is the one. Without a hash it does the same work and says no. */
  verify(password: string, passwordHash: string | undefined, waiter?: Waiter): Promise<boolean>;
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
  // One more than cores: none of them waits for the main thread to hand on the next password.
  const places = Math.max(1, Math.floor(availableParallelism() / sharedBy)) + 1;
  const queue = createWorkQueue({ places, firstGuessMs: 20 });
  const prefix = `$argon2id$v=19$m=${parameters.memoryKiB},t=${parameters.passes},p=${parameters.lanes}$`;
  // Nobody's password: what an unknown address is compared with.
  const nobodysHash = hash('', options);
  nobodysHash.catch(() => undefined);
  return {
    hash: (password, waiter = patient) =>
      // To a hash the answer is a text, to a check yes or no.
      inSpan('hash a password', {}, () =>
        queue.run(waiter, async () => String(await hashOnThread({ password, options }))),
      ),
    verify: (password, passwordHash, waiter = patient) =>
      inSpan('check a password', {}, () =>
        queue.run(waiter, async () => {
          const matches = await hashOnThread({ password, passwordHash: passwordHash ?? (await nobodysHash) });
          return matches === true && passwordHash !== undefined;
        }),
      ),
    keepRoom: (waiter, work) => queue.keepRoom(waiter, work),
    isOutdated: (passwordHash) => !passwordHash.startsWith(prefix),
    load: () => queue.load(),
  };
}
