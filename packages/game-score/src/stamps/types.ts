/** Goals of both teams. */
export interface Score {
  home: number;
  away: number;
}

/** The score from `offset` on. Offsets have no unit of their own: they are whatever the game counts in. */
export interface GameStamp {
  offset: number;
  score: Score;
}
