interface Entry<T> {
  item: T | undefined;
  before: Entry<T> | undefined;
  after: Entry<T> | undefined;
}

/**
 * What is under way, in the order of its coming: each item is in it once, and leaves at any time. A Set would do, were it
 * not on the way of every request. Every few dozen changes it moves into a new table and leaves the former one behind,
 * with pointers to all that was in it; where V8 has already promoted that table, they keep requests that are long over
 * in memory until the next full collection, and promote them as well. An entry that was left here points nowhere.
 */
export class OpenList<T extends object> implements Iterable<T> {
  readonly #key = Symbol('entry');
  readonly #ends: Entry<T> = { item: undefined, before: undefined, after: undefined };
  #size = 0;

  constructor() {
    this.#ends.before = this.#ends.after = this.#ends;
  }

  get size(): number {
    return this.#size;
  }

  /** Does nothing where it is in already. */
  add(item: T): void {
    if (this.#entries(item)[this.#key]?.item) return;
    const before = this.#ends.before;
    const entry = { item, before, after: this.#ends };
    this.#entries(item)[this.#key] = entry;
    if (before) before.after = entry;
    this.#ends.before = entry;
    this.#size += 1;
  }

  /** Does nothing where it has left already. */
  delete(item: T): void {
    const entry = this.#entries(item)[this.#key];
    if (!entry?.before || !entry.after) return;
    entry.before.after = entry.after;
    entry.after.before = entry.before;
    entry.item = entry.before = entry.after = undefined;
    this.#size -= 1;
  }

  /** Whoever goes through it may let the item at hand leave, but no other. */
  *[Symbol.iterator](): Generator<T> {
    for (let entry = this.#ends.after; entry?.item;) {
      const { item, after } = entry;
      entry = after;
      yield item;
    }
  }

  /** An item carries its entry: nothing has to be searched. */
  #entries(item: T): Record<symbol, Entry<T> | undefined> {
    return item as Record<symbol, Entry<T> | undefined>;
  }
}
