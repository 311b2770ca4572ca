/** Where an address leads: a path of the document, and what stands in place of its parameters. */
export interface Found {
  readonly path: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Looks addresses up, with and without the slash at the end. A path without parameters goes before one with them, as in
 * the router of the server.
 *
 * @param paths as OpenAPI writes them: `/api/me/sessions/{id}/`.
 */
export function createFinder(paths: readonly string[]): (address: string) => Found | undefined {
  const known = paths.map((path) => ({ path, parts: split(path) }));
  known.sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')));
  return (address) => {
    const parts = split(address);
    for (const { path, parts: wanted } of known) {
      const values = match(wanted, parts);
      if (values) return { path, values };
    }
    return undefined;
  };
}

function split(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/');
}

function match(wanted: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (wanted.length !== parts.length) return undefined;
  const values: Record<string, string> = {};
  for (const [i, part] of parts.entries()) {
    const expected = wanted[i] ?? '';
    if (!expected.startsWith('{')) {
      if (part !== expected) return undefined;
      continue;
    }
    if (part === '') return undefined;
    const value = decode(part);
    // The lists link to the address as the document writes it: then nobody has given a value yet.
    if (value !== expected) values[expected.slice(1, -1)] = value;
  }
  return values;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
