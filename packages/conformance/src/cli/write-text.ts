import type { CheckResult, Outcome, Report } from '../report.ts';
import { titleOf } from '../select.ts';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

const codes: Readonly<Record<Style, number>> = { bold: 1, dim: 2, green: 32, red: 31, yellow: 33 };
const signs: Readonly<Record<Outcome, readonly [string, Style]>> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  'not checked': ['–', 'yellow'],
};

/** The report as a list for people. */
export function writeText(report: Report, inColours: boolean): string {
  const paint = (style: Style, text: string): string =>
    inColours ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;

  const line = ({ id, promise, outcome, reason, failure }: CheckResult): string => {
    const [sign, style] = signs[outcome];
    const head = `  ${paint(style, sign)} ${promise} ${paint('dim', `[${id}]`)}`;
    if (reason !== undefined) return `${head}\n      ${paint('dim', `not checked: ${reason}`)}`;
    if (failure === undefined) return head;
    const { expected, sent, received } = failure;
    const parts = Object.entries({ sent, expected, received }).flatMap(([name, text]) =>
      text === undefined
        ? []
        : [`      ${paint('bold', name.padEnd(8))} ${text.replaceAll('\n', `\n${' '.repeat(15)}`)}`],
    );
    return [head, ...parts].join('\n');
  };

  const groups = [...new Set(report.results.map(({ group }) => group))].map((id) => {
    const results = report.results.filter(({ group }) => group === id);
    return [paint('bold', `${titleOf(id)} (${id})`), ...results.map(line)].join('\n');
  });
  return [...groups, paint(report.failed > 0 ? 'red' : 'green', summaryOf(report)), ...leftOf(report)].join(
    '\n\n',
  );
}

function summaryOf({ baseUrl, passed, failed, notChecked, requests, seconds }: Report): string {
  return `${baseUrl}: ${passed} passed, ${failed} failed, ${notChecked} not checked (${requests} requests, ${seconds} s)`;
}

function leftOf({ accountsLeft }: Report): readonly string[] {
  if (accountsLeft.length === 0) return [];
  return [
    `${accountsLeft.length} accounts of this run are still there, since the server did not delete them: …@conformance.example.com`,
  ];
}
