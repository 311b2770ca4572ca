import type { CheckResult, Report } from '../report.ts';
import { titleOf } from '../select.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};
/** What XML 1.0 cannot hold, however it is written. */
// eslint-disable-next-line no-control-regex -- these are the very characters
const impossible = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/** The report as JUnit XML, for programs that show test results. */
export function writeJunit({ results, passed, failed, notChecked, seconds }: Report): string {
  const counts = `tests="${passed + failed + notChecked}" failures="${failed}" skipped="${notChecked}" time="${seconds}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `<testsuite name="latchkey-conformance" ${counts}>`,
    ...results.map(writeCase),
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function writeCase({ id, group, promise, reason, failure }: CheckResult): string {
  const head = `<testcase classname=${quote(titleOf(group))} name=${quote(`${id}: ${promise}`)}`;
  if (reason !== undefined) return `${head}><skipped message=${quote(reason)}/></testcase>`;
  if (failure === undefined) return `${head}/>`;
  const { expected, sent = '', received = '' } = failure;
  return `${head}><failure message=${quote(`expected ${expected}`)}>${escape(`${sent}\n\n${received}`)}</failure></testcase>`;
}

const quote = (text: string): string => `"${escape(text)}"`;

function escape(text: string): string {
  return text.replace(impossible, '�').replace(/[&<>"\n]/g, (character) => entities[character] ?? character);
}
