/** Lets so many work at a time, and the others wait for their turn. */
export interface Slots {
  /** @returns gives the slot back, once. */
  take(): Promise<() => void>;
}

export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = count;

  const give = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };

  return {
    take: async () => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      let isGiven = false;
      return () => {
        if (!isGiven) give();
        isGiven = true;
      };
    },
  };
}
