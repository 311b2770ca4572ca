import type { Database } from '../../db/database.ts';
import { repeat } from '../../lib/repeat.ts';
import { settingsChannel } from './queries.ts';

/** A change that no notification told of is found this much later, in milliseconds. */
const lookEveryMs = 500;

interface Options {
  readonly database: Database;
  /** Takes over what has changed. */
  readonly look: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/**
 * Takes over what other nodes, or the command line, change: at once where PostgreSQL tells of it, else at the next look.
 *
 * @returns a function that stops it.
 */
export function watchChanges({ database, look, onError }: Options): () => Promise<void> {
  const lookAgain = async (): Promise<number> => {
    await look();
    return lookEveryMs;
  };
  const stopLooking = repeat(lookAgain, onError, lookEveryMs);
  const stopListening =
    database.dialect === 'postgres'
      ? database.listen(settingsChannel, () => void look().catch(onError))
      : () => Promise.resolve();
  return async () => {
    await Promise.all([stopLooking(), stopListening()]);
  };
}
