import { useEffect, useState } from 'react';
import type { GamesApi, Score } from './api.ts';

const askEveryMs = 1_000;

/**
 * The score at a moment, which the service looks up. It is asked again every second while somebody watches, so that the
 * page knows at once when access has ended elsewhere.
 */
export function useScore(api: GamesApi, id: number, moment: number) {
  const [{ score, error }, setAnswer] = useState<{ readonly score?: Score; readonly error?: unknown }>({});

  useEffect(() => {
    const left = new AbortController();
    const ask = (): void => {
      if (document.hidden) return;
      api.scoreAt(id, moment, left.signal).then(
        (score) => setAnswer({ score }),
        (error: unknown) => {
          // The last score stays in sight.
          if (!left.signal.aborted) setAnswer((last) => ({ ...last, error }));
        },
      );
    };
    ask();
    const timer = setInterval(ask, askEveryMs);
    return () => {
      clearInterval(timer);
      left.abort();
    };
  }, [api, id, moment]);

  return { score, error };
}
