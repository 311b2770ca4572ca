import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface Described {
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema: object }>> }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: object;
}

const file = new URL('../../../../docs/openapi.json', import.meta.url);
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
const patterns = Object.keys(document.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replace(/\/$/, '').replace(/\{\w+\}/g, '[^/]+')}/?$`),
}));
// Fixed addresses before those with a parameter: /accounts/{id}/ would take /accounts/x/ as well.
patterns.sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')));

// A validator of the tests' own: with the server's a fault of it would go unnoticed.
const ajv = new Ajv2020({ allErrors: true, strict: false });
formats.default(ajv);
ajv.addSchema({ $id: 'document', components: document.components });
const compiled = new Map<string, ValidateFunction>();

interface Seen {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/**
 * Compares an answer with what the committed OpenAPI document says of the operation.
 *
 * @throws Error where the document does not know that status, that media type, or that body.
 */
export function checkAgainstDocument(method: string, url: string, { status, contentType, body }: Seen): void {
  // The document is just being written anew, from examples among other things.
  if (process.env['WRITE_DOCUMENTS']) return;
  const operation = findOperation(method, url);
  if (!operation) return;
  const { name, described } = operation;
  const answer = described.responses[status];
  if (!answer) throw new Error(`${name} answered ${status}, which the document does not know.`);
  const mediaType = contentType?.split(';', 1)[0];
  if (answer.content === undefined) {
    if (mediaType === undefined) return;
    throw new Error(`${name} answered ${status} with a body, where the document has none.`);
  }
  const schema = answer.content[mediaType ?? '']?.schema;
  if (!schema)
    throw new Error(`${name} answered ${status} as ${mediaType ?? 'nothing'}, unlike the document.`);
  const validate = compile(`${name} ${status}`, schema);
  if (validate(body)) return;
  throw new Error(`${name} answered ${status} unlike the document: ${ajv.errorsText(validate.errors)}`);
}

function findOperation(method: string, url: string): { name: string; described: Described } | undefined {
  const path = url.split('?', 1)[0] ?? '';
  const found = patterns.find(({ pattern }) => pattern.test(path))?.path;
  const described = found === undefined ? undefined : document.paths[found]?.[method.toLowerCase()];
  return described && { name: `${method} ${found ?? ''}`, described };
}

function compile(name: string, schema: object): ValidateFunction {
  const known = compiled.get(name);
  if (known) return known;
  // References within the document become references to it.
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/');
  const made = ajv.compile(JSON.parse(text) as object);
  compiled.set(name, made);
  return made;
}
