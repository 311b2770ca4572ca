/** A random source that draws the given numbers, and fails when there are no more. */
export function scripted(...numbers: number[]): { random: () => number; draws: () => number } {
  let drawn = 0;
  return {
    random: () => {
      const number = numbers[drawn++];
      if (number === undefined) throw new Error('one draw too many');
      return number;
    },
    draws: () => drawn,
  };
}
