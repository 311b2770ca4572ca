import type { Place } from './game-text-error.ts';

const LINE_BREAK = /\r\n|\r|\n/g;

/** The line and column of a position; a line ends with LF, CR LF or CR. */
export function placeInText(text: string, position: number): Required<Place> {
  let line = 1;
  let lineStart = 0;
  for (const lineBreak of text.slice(0, position).matchAll(LINE_BREAK)) {
    line++;
    lineStart = lineBreak.index + lineBreak[0].length;
  }
  return { line, column: position - lineStart + 1 };
}
