import { readFileSync } from 'node:fs';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The blocks of the README in a language, each with its heading and its number. */
export function readmeBlocks(language: string): { heading: string; number: number; code: string }[] {
  let heading = '';
  const blocks: { heading: string; number: number; code: string }[] = [];
  for (const [, title, found, code] of readme.matchAll(/^#+ (.*)$|^```(\w+)\n([^]*?)^```$/gm)) {
    if (title !== undefined) heading = title;
    else if (found === language && code !== undefined)
      blocks.push({ heading, number: blocks.length + 1, code });
  }
  return blocks;
}

/** An example as a module that fails unless `…; // value` has that value and `…; // throws message` throws it. */
export function asModule(code: string): string {
  const checked = code
    .replace(/^(?!const |import )(.*); \/\/ throws (.*)$/gm, (_, expression: string, message: string) => {
      return `assert.throws(() => ${expression}, { message: ${JSON.stringify(message)} });`;
    })
    .replace(/^(?!const |import )(.*); \/\/ (.*)$/gm, 'assert.deepEqual($1, $2);');
  return `import { strict as assert } from 'node:assert';\n${checked}`;
}

/** The commands of a console block, each with what it prints. */
export function commands(code: string): { line: string; printed: string }[] {
  return code
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [line = '', ...printed] = part.split('\n');
      return { line, printed: printed.join('\n') };
    });
}
