import type { Database } from '../../db/database.ts';
import { repeat } from '../../lib/repeat.ts';
import type { LiveSettings } from './live-settings.ts';
import { settingsChannel } from './queries.ts';

/** A change that no notification told of is found this much later, in milliseconds. */
const lookEveryMs = 500;

interface Options {
  readonly database: Database;
  readonly live: LiveSettings;
  /** Called after a change that was made elsewhere has been taken over. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Takes over what other nodes, or the command line, change: at once where PostgreSQL tells of it, else at the next look.
 *
 * @returns a function that stops it.
 */
export function watchSettings({ database, live, onChange, onError }: Options): () => Promise<void> {
  const look = async (): Promise<number> => {
    if (await live.refresh()) onChange();
    return lookEveryMs;
  };
  const stopLooking = repeat(look, onError, lookEveryMs);
  const stopListening =
    database.dialect === 'postgres'
      ? database.listen(settingsChannel, () => void look().catch(onError))
      : () => Promise.resolve();
  return async () => {
    await Promise.all([stopLooking(), stopListening()]);
  };
}
