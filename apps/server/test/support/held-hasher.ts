import { onTestFinished } from 'vitest';
import type { PasswordHasher } from '../../src/lib/password-hashing.ts';
import { patient } from '../../src/lib/waiting-line.ts';
import { createWorkQueue } from '../../src/lib/work-queue.ts';
import { cheapHasher } from './cheap-hasher.ts';

/** A hasher with one place, whose work can be held: what comes then waits in its queue. */
export interface HeldHasher extends PasswordHasher {
  readonly waiting: number;
  /** How many passwords have been looked at. */
  readonly looked: number;
  hold(): void;
  release(): void;
}

/** @param millisecondsEach how long the queue believes that one password takes. */
export function createHeldHasher(millisecondsEach: number): HeldHasher {
  const queue = createWorkQueue({ places: 1, firstGuessMs: millisecondsEach });
  let looked = 0;
  let opened = Promise.resolve();
  let open = (): void => undefined;
  // A test that fails must not leave the service waiting.
  onTestFinished(() => open());
  return {
    get waiting() {
      return queue.waiting;
    },
    get looked() {
      return looked;
    },
    hold() {
      opened = new Promise((resolve) => (open = resolve));
    },
    release: () => open(),
    load: () => queue.load(),
    keepRoom: (waiter, work) => queue.keepRoom(waiter, work),
    isOutdated: (passwordHash) => cheapHasher.isOutdated(passwordHash),
    hash: (password) => cheapHasher.hash(password),
    verify: (password, passwordHash, waiter = patient) =>
      queue.run(waiter, async () => {
        looked += 1;
        await opened;
        return cheapHasher.verify(password, passwordHash);
      }),
  };
}
