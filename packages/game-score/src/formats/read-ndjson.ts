import type { ParsedText } from './parsed-text.ts';
import { parseJson } from './read-json.ts';

/** Reads one JSON stamp per line; blank lines are skipped. */
export function readNdjson(text: string): ParsedText {
  const stamps: unknown[] = [];
  const lines: number[] = [];
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (content.trim() === '') continue;
    const line = index + 1;
    stamps.push(parseJson(content, line));
    lines.push(line);
  }
  return { stamps, lineOf: (index) => lines[index] as number }; // one for each stamp
}
