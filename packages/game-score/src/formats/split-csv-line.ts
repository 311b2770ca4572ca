const CELL = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/y;

/** The cells of a line of CSV, trimmed. A cell in double quotes may hold commas, and doubled double quotes. */
export function splitCsvLine(content: string): string[] {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (;;) {
    const [, quoted, plain = '', separator] = CELL.exec(content) ?? []; // it matches anywhere
    cells.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (separator !== ',') return cells;
  }
}
