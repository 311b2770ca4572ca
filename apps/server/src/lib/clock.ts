/** Where the time comes from; tests set it forward and back. */
export interface Clock {
  /** This process's time, in milliseconds since the epoch. */
  now(): number;
  /** The time that goes with a time read from the database's clock. */
  fromDatabase(milliseconds: number): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  fromDatabase: (milliseconds) => milliseconds,
};
