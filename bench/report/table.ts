import { judge, perSecond, show } from './figures.ts';
import type { Results } from './results.ts';
import { rows, type Row, type RowId } from './rows.ts';

/** In the order of rows.ts. */
export const rowEntries = Object.entries(rows) as readonly (readonly [RowId, Row])[];

/** The table as Markdown: what was measured, against what was promised. */
export function markdownTable(
  results: Results,
  { before, absent }: { before?: Results; absent?: ReadonlyMap<RowId, string> } = {},
): string {
  const head = ['', 'measured', 'rounds', 'at least', 'aim', '', ...(before ? ['committed'] : []), 'of'];
  const lines = rowEntries.flatMap(([id, row]) => {
    const figure = results.rows[id];
    const reason = absent?.get(id);
    if (!figure && reason === undefined) return [];
    const mark = (value: number | undefined): string => (value === undefined ? '' : show(value, row));
    const old = before?.rows[id]?.value;
    const { low = 0, high = 0, value = 0, from = {} } = figure ?? {};
    return [
      [
        row.title,
        figure ? show(value, row) : 'not here',
        figure ? `${show(low, row)} – ${show(high, row)}` : '',
        mark(row.least),
        mark(row.aim),
        figure ? judge(value, row) : '',
        ...(before ? [mark(old)] : []),
        reason ??
          Object.values(from)
            .map((each) => `${perSecond(each)}/s`)
            .join(' : '),
      ],
    ];
  });
  return table(head, lines);
}

export function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '--:'));
  return [row(head), row(rule), ...lines.map(row)].join('\n');
}
