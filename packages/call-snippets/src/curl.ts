import type { Call } from './call.ts';

/** The call as a command of a POSIX shell. */
export function asCurl({ method, url, headers, body }: Call): string {
  const parts = [`curl ${method === 'GET' ? '' : `-X ${method} `}${quote(url)}`];
  for (const [name, value] of headers) parts.push(`-H ${quote(`${name}: ${value}`)}`);
  // --data-raw, since with -d a body that begins with @ would name a file.
  if (body !== undefined) parts.push(`--data-raw ${quote(body)}`);
  return parts.join(' \\\n  ');
}

/** In single quotes a shell takes everything as it stands. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
