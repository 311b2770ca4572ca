import type { Machine, Results } from './results.ts';
import { writeSizing } from './sizing.ts';
import { markdownTable, table } from './table.ts';

/** A part of the page that is written, never typed: `<!-- bench:NAME -->` to `<!-- /bench -->`. */
const part = /<!-- bench:([\w-]+) -->[^]*?<!-- \/bench -->/g;

/** The page with its tables as the results have them. A table that was never measured says how to measure it. */
export function fillPage(page: string, results: Results): string {
  return page.replace(part, (_, name: string) => {
    const text = (parts[name] ?? writeTable(name))(results);
    return `<!-- bench:${name} -->\n\n${text}\n\n<!-- /bench -->`;
  });
}

const parts: Readonly<Record<string, (results: Results) => string>> = {
  rows: writeRows,
  sizing: (results) =>
    writeSizing(results) ??
    'Not measured yet: `npm run bench -- --save`, then `npm run bench -- storage --save`.',
};

function writeRows(results: Results): string {
  if (!results.machine) return notYet('');
  return `${markdownTable(results)}\n\n${describe(results.machine)}`;
}

function writeTable(name: string): (results: Results) => string {
  return ({ tables }) => {
    const saved = tables[name];
    // The table `profile-me` is written by `profile me`.
    if (!saved) return notYet(` -- ${name.replace('-', ' ')}`);
    return `${table(saved.head, saved.lines)}\n\n${describe(saved.machine)}`;
  };
}

function notYet(command: string): string {
  return `Not measured yet: \`npm run bench --${command} --save\`.`;
}

function describe({ date, commit, processor, cores, memoryGiB, node, generator }: Machine): string {
  return `Measured on ${date} at ${commit}: ${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node.slice(1)}, load by ${generator}.`;
}
