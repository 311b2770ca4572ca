import { readJson, type Call } from './call.ts';

/** The call with `fetch`, for browsers and Node. */
export function asTypeScript({ method, url, headers, body }: Call): string {
  const options = [
    ...(method === 'GET' ? [] : [`  method: ${quote(method)},`]),
    ...(headers.length === 0 ? [] : ['  headers: {', ...headers.map(asProperty), '  },']),
    ...(body === undefined ? [] : [`  body: ${bodyOf(body)},`]),
  ];
  const call = options.length === 0 ? `fetch(${quote(url)})` : inBraces(url, options);
  return `const response = await ${call};\nconsole.log(response.status, await response.text());`;
}

function inBraces(url: string, options: readonly string[]): string {
  return [`fetch(${quote(url)}, {`, ...options, '})'].join('\n');
}

function asProperty([name, value]: readonly [string, string]): string {
  return `    ${quote(name)}: ${quote(value)},`;
}

function bodyOf(body: string): string {
  const json = readJson(body);
  if (!json) return quote(body);
  return `JSON.stringify(${JSON.stringify(json.value, null, 2).replaceAll('\n', '\n  ')})`;
}

/** JSON is a subset of ECMAScript. */
function quote(text: string): string {
  return JSON.stringify(text);
}
