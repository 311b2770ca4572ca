import type { Source } from './readings.ts';

/**
 * A source that reads again only what is older than `keptMs`, and once at a time. What could not be read is asked for
 * again at the next scrape, and told as missing meanwhile: an old number would say that all is well.
 */
export function rarely(keptMs: number, read: () => ReturnType<Source>): Source {
  let latest: { readonly at: number; readonly readings: Promise<Awaited<ReturnType<Source>>> } | undefined;
  return () => {
    if (latest && performance.now() - latest.at < keptMs) return latest.readings;
    const begun = { at: performance.now(), readings: Promise.resolve().then(read) };
    latest = begun;
    begun.readings.catch(() => {
      if (latest === begun) latest = undefined;
    });
    return begun.readings;
  };
}
