const quietMs = 0.1;
const patienceMs = 300;

/**
 * Resolves in a moment in which all that has arrived at this process has been read: right after the event loop has asked
 * the system for it and was given nothing. Whoever closes something then closes it under nobody's request, but for what
 * arrives in that tenth of a millisecond. A loop that is never quiet is waited for 300 ms.
 */
export function quietTurn(): Promise<void> {
  return new Promise((resolve) => {
    const began = performance.now();
    let turnBegan = Infinity;
    const look = (): void => {
      const now = performance.now();
      const wasQuiet = now - turnBegan < quietMs && turnBegan !== Infinity;
      turnBegan = now;
      if (wasQuiet || now - began > patienceMs) resolve();
      else setImmediate(look);
    };
    setImmediate(look);
  });
}
