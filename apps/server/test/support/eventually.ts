const pauseMs = 25;

/** Asks again until it is so. @throws Error naming what was waited for, after the patience. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  patienceMs = 20_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    // What is neither missing nor false was found.
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await pause(pauseMs);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
