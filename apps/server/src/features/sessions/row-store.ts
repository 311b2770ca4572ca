import type { RowChange, SessionRow } from './session-row.ts';

/** Turns the rows that were read, and the time that goes with them, into what has to be written. */
export type Decide = (rows: ReadonlyMap<number, SessionRow>, now: number) => readonly RowChange[];

/** Reads sessions, has their fate decided, and writes what changed: one read and one write for all of them. */
export interface RowStore {
  /**
   * A change is written only where the session is as it was read. With `wait` it waits for whoever holds the row;
   * without, a row that somebody holds is left alone.
   *
   * @returns the selectors of the changes that were written.
   */
  change(selectors: readonly number[], decide: Decide, wait: boolean): Promise<ReadonlySet<number>>;
  /** How many batches make sense at a time. */
  readonly concurrency: number;
}
