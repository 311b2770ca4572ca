/** Why a token, or an account, of the former system is left out. */
export const reasonsLeftOut = {
  expired: 'expired',
  unreadable: 'no UUID, or without an end that can be read',
  unknown: 'of no account here with the same id and address',
  staff: 'of staff, who sign in again',
  disabled: 'of accounts that are switched off',
  ended: 'of accounts whose sessions were all ended here, or whose password was changed',
} as const;

export type LeftOut = keyof typeof reasonsLeftOut;

/** What came of reading a table. */
export interface ImportReport {
  /** How many rows were looked at. */
  readonly read: number;
  /** How many are accepted; of a blacklist, how many are known to be over. */
  readonly taken: number;
  /** How many an earlier import has taken and this one has not found: spent or logged out there meanwhile. */
  readonly gone: number;
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
}

/** Counts what an import does. */
export class ReportCounter {
  #read = 0;
  #taken = 0;
  readonly #leftOut: Partial<Record<LeftOut, number>> = {};

  /** @param why undefined: it was taken. */
  count(why: LeftOut | undefined): void {
    this.#read += 1;
    if (why === undefined) this.#taken += 1;
    else this.#leftOut[why] = (this.#leftOut[why] ?? 0) + 1;
  }

  get read(): number {
    return this.#read;
  }

  report(gone = 0): ImportReport {
    return { read: this.#read, taken: this.#taken, gone, leftOut: { ...this.#leftOut } };
  }
}
