/** How a game is written: a JSON list, one JSON stamp per line, or a table `offset,home,away`. */
export const TEXT_FORMATS = ['json', 'ndjson', 'csv'] as const;

export type TextFormat = (typeof TEXT_FORMATS)[number];

/** Tells the format by the first character: a list, a stamp, or else a table. */
export function detectFormat(text: string): TextFormat {
  const start = text.trimStart();
  if (start.startsWith('[')) return 'json';
  return start.startsWith('{') ? 'ndjson' : 'csv';
}
