/** What can be wrong with a stamp. The codes stay; the messages may improve. */
export type StampFault =
  'stamp_malformed' | 'offset_not_finite' | 'offset_falls' | 'score_not_whole' | 'score_falls';

/**
 * A faulty stamp in a list. It is a `TypeError`; `index` says which stamp, `code` what is wrong with it,
 * and `detail` is the message without the index, for callers who know a better place, such as a line.
 */
export class StampError extends TypeError {
  readonly index: number;
  readonly code: StampFault;
  readonly detail: string;

  constructor(index: number, code: StampFault, detail: string) {
    super(`the stamp at index ${index}: ${detail}`);
    this.index = index;
    this.code = code;
    this.detail = detail;
  }
}
