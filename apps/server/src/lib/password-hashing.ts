import { availableParallelism } from 'node:os';
import { hash, verify, type Algorithm } from '@node-rs/argon2';
import { createWorkQueue } from './work-queue.ts';

export interface PasswordHashParameters {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** OWASP Password Storage Cheat Sheet, Argon2id. */
export const defaultHashParameters: PasswordHashParameters = { memoryKiB: 19_456, passes: 2, lanes: 1 };

/** Hashing and checking passwords, off the main thread and never more at a time than there are cores. */
export interface PasswordHasher {
  /** @returns the hash in PHC form: it names its algorithm, parameters and salt. */
  hash(password: string): Promise<string>;
  /** Whether the password is the one. Without a hash it does the same work and says no. */
  verify(password: string, passwordHash: string | undefined): Promise<boolean>;
  /** Whether the hash was made with other parameters than a new one would be. */
  isOutdated(passwordHash: string): boolean;
}

const longestWaitMs = 5_000;

/**
 * Argon2id (RFC 9106).
 *
 * @throws QueueFullError from `hash` and `verify`, at once, where the queue is too long.
 */
export function createPasswordHasher(
  parameters: PasswordHashParameters = defaultHashParameters,
): PasswordHasher {
  const options = {
    // The package's const enum cannot be read under isolatedModules; 2 is its Argon2id.
    algorithm: 2 satisfies Algorithm.Argon2id,
    memoryCost: parameters.memoryKiB,
    timeCost: parameters.passes,
    parallelism: parameters.lanes,
  };
  const queue = createWorkQueue({ places: availableParallelism(), longestWaitMs, firstGuessMs: 20 });
  const prefix = `$argon2id$v=19$m=${parameters.memoryKiB},t=${parameters.passes},p=${parameters.lanes}$`;
  // Nobody's password: what an unknown address is compared with.
  const nobodysHash = hash('', options);
  nobodysHash.catch(() => undefined);
  return {
    hash: (password) => queue.run(() => hash(password, options)),
    verify: (password, passwordHash) =>
      queue.run(async () => {
        const matches = await verify(passwordHash ?? (await nobodysHash), password);
        return matches && passwordHash !== undefined;
      }),
    isOutdated: (passwordHash) => !passwordHash.startsWith(prefix),
  };
}
