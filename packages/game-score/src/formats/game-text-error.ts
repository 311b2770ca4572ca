/** A fault in a text; `line` counts from 1, and so does `column`, which is there where it helps. */
export interface Place {
  line: number;
  column?: number;
}

/** A game could not be read from a text. `detail` is the message without the place. */
export class GameTextError extends Error {
  override readonly name = 'GameTextError';
  readonly line: number;
  readonly column: number | undefined;
  readonly detail: string;

  constructor({ line, column }: Place, detail: string, options?: ErrorOptions) {
    super(`line ${line}${column === undefined ? '' : `, column ${column}`}: ${detail}`, options);
    this.line = line;
    this.column = column;
    this.detail = detail;
  }
}
