import { describe } from '../stamps/describe.ts';
import { GameTextError } from './game-text-error.ts';
import type { ParsedText } from './parsed-text.ts';
import { placeInText } from './place-in-text.ts';
import { scanJson } from './scan-json.ts';

/** Reads a JSON list of stamps. */
export function readJson(text: string): ParsedText {
  const value = parseJson(text);
  if (!Array.isArray(value)) {
    const { line } = placeInText(text, text.search(/\S/));
    throw new GameTextError({ line }, `expected a list of stamps; found ${describe(value)}`);
  }
  const stamps: unknown[] = value;
  return { stamps, lineOf: (index) => placeInText(text, scanJson(text).items[index] as number).line }; // one for each
}

/**
 * `JSON.parse` with errors that give the place, whatever the engine's own message says.
 * @param firstLine the number of the text's first line.
 */
export function parseJson(text: string, firstLine = 1): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { position, problem } = scanJson(text).fault ?? { position: 0, problem: String(cause) };
    const { line, column } = placeInText(text, position);
    throw new GameTextError({ line: line + firstLine - 1, column }, `this is not JSON: ${problem}`, {
      cause,
    });
  }
}
