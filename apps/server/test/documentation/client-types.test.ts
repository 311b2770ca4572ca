import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { format } from 'prettier';
import { isInterfaceDeclaration } from 'typescript';
import { expect, test } from 'vitest';

const document = new URL('../../../../docs/openapi.json', import.meta.url);
const committed = fileURLToPath(new URL('../../../../packages/client/src/api-types.ts', import.meta.url));
const head =
  '// Written by npm run openapi from docs/openapi.json: what the API takes, and how it answers.\n\n';

/** Problems have one shape in all operations, and examples are for people: neither becomes a type. */
const left = /^(example|headers|[45]\d\d)$/;
const kept = ['components', 'operations'];

test("the client's types are those of docs/openapi.json; npm run openapi writes them anew", async () => {
  // It is the document still, with less in it.
  const api = JSON.parse(await readFile(document, 'utf8'), (name, value: unknown) =>
    left.test(name) ? undefined : value,
  ) as Parameters<typeof openapiTS>[0];
  const nodes = (await openapiTS(api)).filter(
    (node) => isInterfaceDeclaration(node) && kept.includes(node.name.text),
  );
  const options = { parser: 'typescript', printWidth: 110, singleQuote: true };
  const text = await format(head + astToString(nodes), options);
  if (process.env['WRITE_DOCUMENTS']) await writeFile(committed, text);
  expect(await readFile(committed, 'utf8')).toBe(text);
});
