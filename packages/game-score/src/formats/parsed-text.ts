/** What a reader makes of a text: stamps that nobody has checked yet, and the line on which each begins. */
export interface ParsedText {
  stamps: unknown[];
  lineOf: (index: number) => number;
}
