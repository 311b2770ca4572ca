import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { serializerOf, validatorOf } from '../../src/http/schema-compilers.ts';

const features = fileURLToPath(new URL('../../src/features/', import.meta.url));
const files = readdirSync(features, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /(schemas|routes)\.ts$/.test(file),
);

/** What an operation has of schemas. */
interface Schemas {
  readonly operationId?: string;
  readonly body?: object;
  readonly querystring?: object;
  readonly params?: object;
  readonly headers?: object;
  readonly response?: Readonly<Record<string, object>>;
}

const operations: (Schemas & { operationId: string })[] = [];
for (const file of files) {
  // The exports of a file are operations, parts of schemas and functions; the first have an id.
  const exported = (await import(join(features, file))) as Record<string, Schemas>;
  for (const one of Object.values(exported)) {
    if (one.operationId !== undefined) operations.push({ ...one, operationId: one.operationId });
  }
}

describe('schemas are compiled when they are first needed', () => {
  // Those that are not exported have one answer and no more, which documentation/examples.test.ts asks for.
  test('the operations are found', () => {
    expect(operations.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['login', 'refresh', 'showMe', 'listSettings']),
    );
  });

  test.each(operations)('no request has to find out that a schema of $operationId is wrong', (operation) => {
    const { body, querystring, params, headers, response = {} } = operation;
    for (const schema of [body, querystring, params, headers]) if (schema) validatorOf(schema);
    for (const schema of Object.values(response)) serializerOf(schema);
  });

  test('a schema is compiled once', () => {
    const schema = { type: 'object', properties: { one: { type: 'string' } } };
    expect(validatorOf(schema)).toBe(validatorOf(schema));
    expect(serializerOf(schema)).toBe(serializerOf(schema));
  });

  test('a schema that is wrong is refused', () => {
    expect(() => validatorOf({ type: 'objekt' })).toThrow();
    expect(() => serializerOf({ type: 'object', properties: { one: { $ref: '#/nowhere' } } })).toThrow();
  });
});
