import type { GameStamp, Score } from '../stamps/types.ts';

const FIRST_CAPACITY = 16;

/**
 * The changes of score in typed arrays, in the order of their offsets. Row 0 is not a change but the 0:0 that
 * holds from -Infinity on, so that every search finds a row.
 */
export class ChangeStore {
  #rows = 1;
  #offsets = new Float64Array(FIRST_CAPACITY).fill(-Infinity, 0, 1);
  #home = new Float64Array(FIRST_CAPACITY);
  #away = new Float64Array(FIRST_CAPACITY);

  /** Takes the stamps one after the other; keeps one if the score differs from what held before its offset. */
  add(offset: number, { home, away }: Score): void {
    if (this.#rows > 1 && this.#offsets[this.#rows - 1] === offset) this.#rows--; // the last of one offset counts
    const before = this.#rows - 1;
    if (this.#home[before] === home && this.#away[before] === away) return;
    if (this.#rows === this.#offsets.length) this.#grow();
    this.#offsets[this.#rows] = offset;
    this.#home[this.#rows] = home;
    this.#away[this.#rows] = away;
    this.#rows++;
  }

  scoreAt(offset: number): Score {
    const offsets = this.#offsets;
    let low = 0;
    let high = this.#rows;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      // low < middle < rows, so there is a number
      if ((offsets[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return this.#score(low);
  }

  finalScore(): Score {
    return this.#score(this.#rows - 1);
  }

  changes(): GameStamp[] {
    return Array.from(this.#offsets.subarray(1, this.#rows), (offset, index) => ({
      offset,
      score: this.#score(index + 1),
    }));
  }

  /** For rows that exist only: the casts rest on that. */
  #score(row: number): Score {
    return { home: this.#home[row] as number, away: this.#away[row] as number };
  }

  #grow(): void {
    this.#offsets = doubled(this.#offsets);
    this.#home = doubled(this.#home);
    this.#away = doubled(this.#away);
  }
}

function doubled(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
