import { useCallback, useEffect, useState } from 'react';

type Loaded<T> = { readonly data?: T; readonly error?: unknown };

/** Loads when the page needs it, and again when it is asked to. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>) {
  const [{ data, error }, setLoaded] = useState<Loaded<T>>({});
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => setAttempt((n) => n + 1), []);

  useEffect(() => {
    const left = new AbortController();
    load(left.signal).then(
      (data) => setLoaded({ data }),
      (error: unknown) => {
        if (!left.signal.aborted) setLoaded({ error });
      },
    );
    return () => left.abort();
  }, [load, attempt]);

  return { data, error, again };
}
