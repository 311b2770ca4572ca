import { judge, show } from './figures.ts';
import type { Results } from './results.ts';
import { rowEntries } from './table.ts';
import type { Row } from './rows.ts';

const width = 760;
const labels = 330;
const bars = 320;
const rowHeight = 34;
const top = 62;
/** Where the mark of the aim stands, as a part of the bars' width. */
const aimAt = 0.8;

const ink = '#17201d';
const quiet = '#55625d';
const good = '#1f5c4d';
const bad = '#a3262b';
const line = '#d3dad7';
const paper = '#fff';
const track = '#e3efeb';

/** Each row as a bar that is measured by its own aim: where the dashed line stands, it is reached. */
export function picture(results: Results): string {
  const drawn = rowEntries.flatMap(([id, row]) => {
    const figure = results.rows[id];
    return figure && row.aim !== undefined ? [{ row, aim: row.aim, value: figure.value }] : [];
  });
  const height = top + drawn.length * rowHeight + 22;
  const said = drawn.map(({ row, value }) => `${plain(row.title)}: ${show(value, row)}`).join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="13">
<title id="t">What was measured, by what was aimed at</title>
<desc id="d">${said}.</desc>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="${paper}" stroke="${line}"/>
<path d="M${xOf(aimAt)} ${top - 14} V${height - 16}" stroke="${quiet}" stroke-dasharray="5 4"/>
<text x="${xOf(aimAt)}" y="${top - 22}" text-anchor="middle" fill="${quiet}">the aim</text>
<text x="20" y="${top - 22}" fill="${quiet}">longer is better; │ is the least that is promised</text>
${drawn.map((one, i) => bar(one, top + i * rowHeight)).join('\n')}
</svg>
`;
}

function bar({ row, aim, value }: { row: Row; aim: number; value: number }, y: number): string {
  const share = (figure: number): number => aimAt * (row.smallIsGood ? aim / figure : figure / aim);
  const colour = judge(value, row) === 'missed' ? bad : good;
  const end = xOf(Math.min(1, share(value)));
  const least = row.least === undefined ? '' : mark(xOf(share(row.least)), y);
  return `<text x="20" y="${y + 15}" fill="${ink}">${plain(row.title)}</text>
<rect x="${labels}" y="${y + 2}" width="${bars}" height="18" rx="4" fill="${track}"/>
<rect x="${labels}" y="${y + 2}" width="${end - labels}" height="18" rx="4" fill="${colour}"/>${least}
<text x="${labels + bars + 10}" y="${y + 15}" fill="${colour}" font-weight="600">${show(value, row)}</text>`;
}

/** Seen on the bar and beside it. */
function mark(x: number, y: number): string {
  return `\n<path d="M${x} ${y - 2} v26" stroke="${paper}" stroke-width="4"/><path d="M${x} ${y - 2} v26" stroke="${ink}" stroke-width="1.5"/>`;
}

function xOf(share: number): number {
  return Math.round(labels + share * bars);
}

/** A title without Markdown, and short enough to stand beside a bar. */
function plain(title: string): string {
  return title
    .replaceAll('`', '')
    .replace(', durable,', '')
    .replace(/, (\d+ connections|both on PostgreSQL)$/, '')
    .replaceAll('&', '&amp;');
}
