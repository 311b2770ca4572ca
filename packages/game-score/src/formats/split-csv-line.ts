const CELL = /("(?:[^"]|"")*"|[^,]*)(,|$)/y;

/** The cells of a line of CSV, trimmed. A cell in double quotes may hold commas, and doubled double quotes. */
export function splitCsvLine(content: string): string[] {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (;;) {
    const [, cell, separator] = CELL.exec(content) as unknown as [string, string, string]; // it matches anywhere
    cells.push(unquoted(cell).trim());
    if (separator === '') return cells;
  }
}

function unquoted(cell: string): string {
  return cell.startsWith('"') ? cell.replace(/^"|"$/g, '').replaceAll('""', '"') : cell;
}
