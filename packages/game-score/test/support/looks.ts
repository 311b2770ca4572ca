/** A list that records which of its items are read, in order. */
export function recordLooks<Item>(items: readonly Item[]): { list: ArrayLike<Item>; looks: number[] } {
  const looks: number[] = [];
  const list = new Proxy(items, {
    get(target, key, receiver) {
      const index = typeof key === 'string' ? Number(key) : NaN;
      if (Number.isInteger(index)) looks.push(index);
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  return { list, looks };
}
