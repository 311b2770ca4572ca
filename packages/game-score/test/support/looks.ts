/** A list that counts how often each of its items is read. */
export function countLooks<Item>(items: readonly Item[]): {
  list: ArrayLike<Item>;
  looks: Map<number, number>;
} {
  const looks = new Map<number, number>();
  const list = new Proxy(items, {
    get(target, key, receiver) {
      const index = typeof key === 'string' ? Number(key) : NaN;
      if (Number.isInteger(index)) looks.set(index, (looks.get(index) ?? 0) + 1);
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  return { list, looks };
}

/** All reads together. */
export function totalLooks(looks: Map<number, number>): number {
  return Array.from(looks.values()).reduce((sum, count) => sum + count, 0);
}
