import { styleText } from 'node:util';
import { printable } from '../../lib/printable.ts';
import type { Examination, Finding } from './finding.ts';

const levels = {
  well: ['ok', 'green'],
  warning: ['warning', 'yellow'],
  problem: ['PROBLEM', 'red'],
} as const;
const indent = 26;

interface Form {
  /** Of the terminal; undefined: lines are as long as they are. */
  readonly columns: number | undefined;
  readonly isColoured: boolean;
}

/** The examinations for people: what was found first in each line, what to do below it. */
export function reportForPeople(examinations: readonly Examination[], form: Form): string {
  const lines = examinations.flatMap(({ name, well, findings }) =>
    findings.length === 0
      ? [row('well', name, well, form)]
      : findings.map(({ level, text, advice }, i) =>
          [row(level, i === 0 ? name : '', text, form), row(undefined, '', `→ ${advice}`, form)].join('\n'),
        ),
  );
  return `${lines.join('\n')}\n\n${sum(examinations)}`;
}

/** The same for programs, as JSON. */
export function reportForPrograms(examinations: readonly Examination[]): string {
  const findings = examinations.flatMap(({ name, findings }) =>
    findings.map(({ level, code, text, advice }) => ({ check: name, level, code, text, advice })),
  );
  const checked = examinations.map(({ name }) => name);
  return printable(JSON.stringify({ healthy: !hasProblem(examinations), checked, findings }, null, 2));
}

export function hasProblem(examinations: readonly Examination[]): boolean {
  return all(examinations).some(({ level }) => level === 'problem');
}

function all(examinations: readonly Examination[]): Finding[] {
  return examinations.flatMap(({ findings }) => findings);
}

function row(
  level: keyof typeof levels | undefined,
  name: string,
  text: string,
  { columns, isColoured }: Form,
): string {
  const [word, colour] = level === undefined ? (['', 'reset'] as const) : levels[level];
  const mark = word.padEnd(9);
  const shown = isColoured && level !== undefined ? styleText(colour, mark) : mark;
  // What a mail server said may be in it.
  const body = wrap(printable(text), columns === undefined ? Infinity : Math.max(40, columns - indent));
  return `${shown}${name.padEnd(indent - 9)}${body.join(`\n${' '.repeat(indent)}`)}`;
}

function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

function sum(examinations: readonly Examination[]): string {
  const findings = all(examinations);
  if (findings.length === 0) return 'All is well.';
  const number = (level: Finding['level']): string => {
    const count = findings.filter((finding) => finding.level === level).length;
    return `${count} ${level}${count === 1 ? '' : 's'}`;
  };
  return `${number('problem')}, ${number('warning')}.`;
}
