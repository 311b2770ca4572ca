import { examples, problemExamples } from './examples.ts';
import { addExamples, exampleComponents } from './openapi-examples.ts';
import type { Content, Document, Json, Operation } from './openapi-types.ts';
import { problems, type ProblemCode } from './problems.ts';

/** Adds what holds for every operation, and gives every schema that has a title its place among the components. */
export function completeDocument(document: Document): Document {
  const components: Record<string, Json> = { Problem: problemSchema };
  for (const methods of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) addProblems(method, operation);
  }
  // fast-json-stringify and Ajv know no titles as names; here they become those of the components.
  document.paths = hoist(document.paths, components) as Document['paths'];
  // After that: an example may have a title that is none of a schema.
  for (const operation of Object.values(document.paths).flatMap(Object.values<Operation>)) {
    addExamples(operation, examples[operation.operationId]);
  }
  document.components.examples = exampleComponents(document.paths, problemExamples);
  const names = Object.keys(components).sort();
  document.components.schemas = Object.fromEntries(names.map((name) => [name, components[name] ?? {}]));
  return document;
}

function hoist(node: unknown, components: Record<string, Json>): unknown {
  if (Array.isArray(node)) return node.map((item) => hoist(item, components));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [key, hoist(value, components)] as const);
  const copy: Json = Object.fromEntries(entries);
  const { title, ...schema } = copy;
  if (typeof title !== 'string' || schema['type'] === undefined) return copy;
  components[title] = schema;
  return { $ref: `#/components/schemas/${title}` };
}

const problemSchema: Json = {
  type: 'object',
  description: 'What went wrong (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'The address of the page that explains the code.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What to do, for people.' },
    code: { type: 'string', enum: Object.keys(problems), description: 'Stable, for programs.' },
    errors: {
      type: 'object',
      description: 'What is wrong with each field, under its name.',
      additionalProperties: { type: 'array', items: { type: 'string' } },
    },
    reason: { type: 'string', description: 'Why a session is over.' },
  },
  additionalProperties: false,
};

/** What can happen to every request, and to every request that may have a body. */
const always: readonly ProblemCode[] = [
  'request_timeout',
  'headers_too_large',
  'internal_error',
  'overloaded',
  'unavailable',
];
const withBody: readonly ProblemCode[] = ['invalid_request', 'body_too_large', 'unsupported_media_type'];

/** What says nothing about the operation that answers so. */
export const commonProblems: ReadonlySet<ProblemCode> = new Set(
  [...always, ...withBody].filter((code) => code !== 'invalid_request'),
);

function addProblems(method: string, operation: Operation): void {
  const own = operation['x-problems'] ?? [];
  delete operation['x-problems'];
  const hasInput = operation.parameters !== undefined;
  const codes = new Set<ProblemCode>([
    ...own,
    ...(method === 'get' ? [] : withBody),
    ...(hasInput ? (['invalid_request'] as const) : []),
    ...always,
  ]);
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  for (const [status, some] of [...byStatus].sort(([a], [b]) => a - b)) {
    operation.responses[String(status)] = problemAnswer(status, some);
  }
}

function problemAnswer(status: number, codes: readonly ProblemCode[]): Content & Json {
  const lines = codes.map((code) => `- \`${code}\`: ${problems[code].title}. ${problems[code].detail}`);
  return {
    description: lines.join('\n'),
    headers: {
      'x-request-id': { description: 'Names the request in the log.', schema: { type: 'string' } },
      ...((status === 429 || status === 503) && {
        'retry-after': { description: 'Seconds to wait.', schema: { type: 'integer' } },
      }),
      ...(status === 429 && {
        'ratelimit-policy': {
          description: 'The limits that refuse: attempts (q) in seconds (w).',
          schema: { type: 'string' },
        },
        ratelimit: {
          description: 'Attempts left (r), and the seconds until there is one more (t).',
          schema: { type: 'string' },
        },
      }),
      ...(status === 401 && {
        'www-authenticate': {
          description: 'Where an access token is wrong or missing (RFC 6750).',
          schema: { type: 'string' },
        },
      }),
    },
    content: {
      'application/problem+json': {
        schema: {
          allOf: [{ $ref: '#/components/schemas/Problem' }],
          properties: { code: { enum: codes } },
        },
      },
    },
  };
}
