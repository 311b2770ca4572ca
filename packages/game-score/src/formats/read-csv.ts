import { GameTextError } from './game-text-error.ts';
import type { ParsedText } from './parsed-text.ts';
import { splitCsvLine } from './split-csv-line.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Which cell of a row holds what. */
interface Columns {
  offset: number;
  home: number;
  away: number;
  count: number;
}

/**
 * Reads a table with the columns offset, home and away, in any order and among others, as the first line says.
 * If the first line holds three numbers it is a stamp already, in this order. Blank lines are skipped.
 */
export function readCsv(text: string): ParsedText {
  const stamps: unknown[] = [];
  const lines: number[] = [];
  let columns: Columns | undefined;
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (content.trim() === '') continue;
    const line = index + 1;
    const cells = splitCsvLine(content);
    if (columns === undefined && !isBareStamp(cells)) {
      columns = columnsOf(cells, line);
      continue;
    }
    columns ??= { offset: 0, home: 1, away: 2, count: 3 };
    if (cells.length !== columns.count) {
      throw new GameTextError({ line }, `expected ${columns.count} columns; found ${cells.length}`);
    }
    stamps.push(stampOf(cells, columns));
    lines.push(line);
  }
  return { stamps, lineOf: (index) => lines[index] as number }; // one for each stamp
}

function isBareStamp(cells: string[]): boolean {
  return cells.length === 3 && cells.every((cell) => NUMBER.test(cell));
}

function columnsOf(cells: string[], line: number): Columns {
  const names = cells.map((cell) => cell.toLowerCase());
  const find = (name: string): number => {
    const column = names.indexOf(name);
    if (column >= 0 && column === names.lastIndexOf(name)) return column;
    const detail = `expected a first line with the columns offset, home and away; found ${JSON.stringify(cells.join())}`;
    throw new GameTextError({ line }, detail);
  };
  return { offset: find('offset'), home: find('home'), away: find('away'), count: cells.length };
}

/** For a row with as many cells as the header. */
function stampOf(cells: string[], { offset, home, away }: Columns): unknown {
  const numberIn = (column: number): unknown => numberFrom(cells[column] as string);
  return { offset: numberIn(offset), score: { home: numberIn(home), away: numberIn(away) } };
}

/** A cell that is no number stays text; the check of the whole game says so, with the line. */
function numberFrom(cell: string): unknown {
  return NUMBER.test(cell) ? Number(cell) : cell;
}
