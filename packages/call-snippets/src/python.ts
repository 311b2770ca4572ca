import { readJson, type Call } from './call.ts';

/** The call with Python's own library, so that there is nothing to install. */
export function asPython({ method, url, headers, body }: Call): string {
  const json = body === undefined ? undefined : readJson(body);
  const lines = [
    ...(json ? ['import json'] : []),
    'import urllib.error',
    'import urllib.request',
    '',
    'request = urllib.request.Request(',
    `    ${quote(url)},`,
    `    method=${quote(method)},`,
    ...(headers.length === 0 ? [] : ['    headers={', ...headers.map(asItem), '    },']),
    ...(body === undefined ? [] : [`    data=${json ? dumped(json.value) : quote(body)}.encode(),`]),
    ')',
    'try:',
    '    with urllib.request.urlopen(request) as response:',
    '        print(response.status, response.read().decode())',
    'except urllib.error.HTTPError as problem:',
    '    print(problem.code, problem.read().decode())',
  ];
  return lines.join('\n');
}

function asItem([name, value]: readonly [string, string]): string {
  return `        ${quote(name)}: ${quote(value)},`;
}

function dumped(value: unknown): string {
  return `json.dumps(${asLiteral(value, '    ')})`;
}

function asLiteral(value: unknown, indent: string): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value !== 'object') return quote(value);
  const inner = `${indent}    `;
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const items = Array.isArray(value)
    ? value.map((item) => asLiteral(item, inner))
    : Object.entries(value).map(([key, item]) => `${quote(key)}: ${asLiteral(item, inner)}`);
  if (items.length === 0) return `${open}${close}`;
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`;
}

/** What JSON writes as a text or a number means the same in Python. */
function quote(value: unknown): string {
  return JSON.stringify(value);
}
