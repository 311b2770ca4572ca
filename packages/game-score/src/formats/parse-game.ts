import { assertGame } from '../assert-game.ts';
import type { StampError } from '../stamps/stamp-error.ts';
import type { GameStamp } from '../stamps/types.ts';
import { GameTextError } from './game-text-error.ts';
import type { ParsedText } from './parsed-text.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import { readNdjson } from './read-ndjson.ts';
import { detectFormat, type TextFormat } from './text-format.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const READERS: Record<TextFormat, (text: string) => ParsedText> = {
  json: readJson,
  ndjson: readNdjson,
  csv: readCsv,
};

export interface ParseOptions {
  /** The format; told by the text's first character unless given. */
  format?: TextFormat | undefined;
}

/**
 * Reads a game from a text, and checks it as `assertGame` does.
 *
 * @throws GameTextError for the first fault, with its line.
 *
 * @example
 * const game = parseGame('offset,home,away\n0,0,0\n40,1,0\n');
 */
export function parseGame(text: string, options: ParseOptions = {}): GameStamp[] {
  const content = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  if (content.trim() === '') throw new GameTextError({ line: 1 }, 'there is no game: the text is empty');
  const { stamps, lineOf } = READERS[options.format ?? detectFormat(content)](content);
  try {
    assertGame(stamps);
  } catch (cause) {
    const { index, detail } = cause as StampError; // assertGame throws nothing else for an array
    throw new GameTextError({ line: lineOf(index) }, detail, { cause });
  }
  return stamps as GameStamp[]; // as assertGame has found
}
