import type { Machine, Results, Table } from './results.ts';
import { markdownTable, table } from './table.ts';

/** A part of the page that is written, never typed: `<!-- bench:NAME -->` to `<!-- /bench -->`. */
const part = /<!-- bench:([\w-]+) -->[^]*?<!-- \/bench -->/g;

/** The page with its tables as the results have them. A table that was never measured says how to measure it. */
export function fillPage(page: string, results: Results): string {
  return page.replace(part, (_, name: string) => {
    const text = name === 'rows' ? writeRows(results) : writeTable(name, results.tables[name]);
    return `<!-- bench:${name} -->\n\n${text}\n\n<!-- /bench -->`;
  });
}

function writeRows(results: Results): string {
  if (!results.machine) return notYet('');
  return `${markdownTable(results)}\n\n${describe(results.machine)}`;
}

function writeTable(name: string, saved: Table | undefined): string {
  const [command, path] = name.split(/-(.*)/);
  if (!saved) return notYet(` ${[command, path].filter(Boolean).join(' ')}`);
  return `${table(saved.head, saved.lines)}\n\n${describe(saved.machine)}`;
}

function notYet(command: string): string {
  return `Not measured yet: \`npm run bench --${command} --save\`.`;
}

function describe({ date, commit, processor, cores, memoryGiB, node, generator }: Machine): string {
  return `Measured on ${date} at ${commit}: ${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node.slice(1)}, load by ${generator}.`;
}
