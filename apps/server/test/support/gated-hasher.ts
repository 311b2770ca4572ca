import type { PasswordHasher } from '../../src/lib/password-hashing.ts';
import { cheapHasher } from './cheap-hasher.ts';

/** A hasher that can be held, as if the queue before it were long. */
export interface GatedHasher extends PasswordHasher {
  /** From now on `step` does its work but does not return. The promise settles when somebody waits there. */
  hold(step: 'hash' | 'verify'): Promise<void>;
  /** Lets everybody go on. */
  release(): void;
}

export function createGatedHasher(
  real: PasswordHasher = cheapHasher,
  isOutdated = (hash: string) => real.isOutdated(hash),
): GatedHasher {
  let held: { step: 'hash' | 'verify'; arrived(): void; opened: Promise<void>; open(): void } | undefined;
  const through = async <T>(step: 'hash' | 'verify', work: Promise<T>): Promise<T> => {
    const result = await work;
    if (held?.step !== step) return result;
    held.arrived();
    await held.opened;
    return result;
  };
  return {
    hash: (password, waiter) => through('hash', real.hash(password, waiter)),
    verify: (password, passwordHash, waiter) =>
      through('verify', real.verify(password, passwordHash, waiter)),
    keepRoom: (waiter, work) => real.keepRoom(waiter, work),
    isOutdated,
    load: () => real.load(),
    hold(step) {
      let open = (): void => {};
      const opened = new Promise<void>((resolve) => (open = resolve));
      return new Promise<void>((arrived) => (held = { step, arrived, opened, open }));
    },
    release() {
      held?.open();
      held = undefined;
    },
  };
}
