import type { GameStamp, Score } from '../stamps/types.ts';
import { BucketIndex } from './bucket-index.ts';

const FIRST_CAPACITY = 16;
/** A row is an offset, the home team's goals and the away team's goals. */
const ROW = 3;

/**
 * The changes of score, row after row in one typed array. Row 0 is no change but the 0:0 before the first.
 *
 * The array holds 32-bit integers as long as all numbers are such, and doubles from then on. That is not for the
 * size. Numbers read from a Float64Array are boxed, and an engine (V8) that once sees a boxed number in an object of
 * some shape, such as `{home, away}`, boxes the numbers of all objects of this shape from then on. Every look-up in
 * the program, not only here, would become slower.
 */
export class ChangeStore {
  #numbers: Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> = new Int32Array(FIRST_CAPACITY * ROW);
  #lastRow = 0;
  #indexedRows = 0;
  #index = new BucketIndex([]);

  /** Takes the stamps one after the other; keeps one if the score differs from what held before its offset. */
  add(offset: number, { home, away }: Score): void {
    if (this.#lastRow > 0 && this.#number(this.#lastRow, 0) === offset) this.#lastRow--; // of one offset the last counts
    const before = this.finalScore();
    if (before.home !== home || before.away !== away) this.#push([offset, home, away]);
    if (this.#lastRow > 2 * this.#indexedRows) this.reindex();
    else this.#index.extendTo(this.#lastRow);
  }

  /** Makes look-ups as fast as can be after stamps were added. */
  reindex(): void {
    this.#index = new BucketIndex(
      Array.from({ length: this.#lastRow }, (_, position) => this.#number(position + 1, 0)),
    );
    this.#indexedRows = this.#lastRow;
  }

  scoreAt(offset: number): Score {
    const bucket = this.#index.bucketOf(offset);
    let low = this.#index.countBefore(bucket);
    let high = this.#index.countBefore(bucket + 1) + 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#number(middle, 0) <= offset) low = middle;
      else high = middle;
    }
    return this.#score(low);
  }

  finalScore(): Score {
    return this.#score(this.#lastRow);
  }

  changes(): GameStamp[] {
    return Array.from({ length: this.#lastRow }, (_, position) => ({
      offset: this.#number(position + 1, 0),
      score: this.#score(position + 1),
    }));
  }

  #score(row: number): Score {
    return { home: this.#number(row, 1), away: this.#number(row, 2) };
  }

  #number(row: number, column: number): number {
    return this.#numbers[row * ROW + column] as number; // rows up to the last exist
  }

  #push(row: number[]): void {
    this.#lastRow++;
    const start = this.#lastRow * ROW;
    const areDoubles = this.#numbers instanceof Float64Array;
    const mustBeDoubles = areDoubles || row.some((number) => (number | 0) !== number);
    if (start === this.#numbers.length || mustBeDoubles !== areDoubles) {
      const size = this.#numbers.length * 2;
      const larger = mustBeDoubles ? new Float64Array(size) : new Int32Array(size);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers.set(row, start);
  }
}
