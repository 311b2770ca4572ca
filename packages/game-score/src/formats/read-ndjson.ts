import { GameTextError } from './game-text-error.ts';
import type { ParsedText } from './parsed-text.ts';
import { parseJson } from './read-json.ts';

/** Reads one JSON stamp per line; blank lines are skipped. */
export function readNdjson(text: string): ParsedText {
  const stamps: unknown[] = [];
  const lines: number[] = [];
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (content.trim() === '') continue;
    stamps.push(parseLine(content, index + 1));
    lines.push(index + 1);
  }
  return { stamps, lineOf: (index) => lines[index] ?? 1 };
}

function parseLine(content: string, line: number): unknown {
  try {
    return parseJson(content);
  } catch (error) {
    if (!(error instanceof GameTextError) || error.column === undefined) throw error;
    throw new GameTextError({ line, column: error.column }, error.detail, { cause: error.cause });
  }
}
