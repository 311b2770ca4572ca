import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { problems, type ProblemCode } from '../../src/http/problems.ts';
import { startApp } from '../support/app.ts';
import { openPage } from '../support/open-page.ts';
import { share } from '../support/share.ts';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
}

interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly $ref?: string; readonly value?: unknown }>>;
}

interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
}

// The committed document, and not what the pages read: what they overlook is missed here.
const file = new URL('../../../../docs/openapi.json', import.meta.url);
const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as Document;
const shared = share((atTheEnd) => startApp('SQLite', { atTheEnd }));
const endpoints = Object.entries(paths).filter(([path]) => path.startsWith('/api/'));

describe('the page of', () => {
  test.each(endpoints)('%s tells everything that the document tells', async (path, methods) => {
    const { status, text, html } = await openPage(shared(), path);
    expect(status).toBe(200);
    const told = text.replace(/[\s`]/g, '');
    const missing = (wanted: readonly string[]) =>
      wanted.filter((one) => !told.includes(one.replace(/[\s`]/g, '')));
    for (const [method, operation] of Object.entries(methods)) {
      expect(missing(wordsOf(method, operation))).toEqual([]);
      for (const media of mediaOf(operation))
        for (const code of codesIn(media)) expect(Object.keys(media.examples ?? {}), path).toContain(code);
      for (const code of codesOf(operation)) {
        expect(html).toContain(`href="/errors/${code}"`);
        expect(missing([problems[code].title, problems[code].detail])).toEqual([]);
      }
      for (const language of ['curl', 'TypeScript', 'Python'])
        expect(html).toContain(`data-language="${language}"`);
    }
  });

  test('the root lists every operation, by its tag', async () => {
    const { html, text } = await openPage(shared(), '/api/');
    for (const [path, methods] of Object.entries(paths)) {
      expect(html).toMatch(new RegExp(`href="${path.replace(/[{}/]/g, '\\$&')}(#\\w+)?"`));
      for (const { summary, tags } of Object.values(methods)) {
        expect(text).toContain(summary);
        for (const tag of tags) expect(html).toContain(`<h2>${tag}</h2>`);
      }
    }
  });
});

function wordsOf(method: string, operation: Operation): readonly string[] {
  const { summary, description = '', parameters = [], requestBody, responses } = operation;
  const bodies = [...Object.values(requestBody?.content ?? {}), ...mediaOf(operation)];
  const fields = bodies.flatMap(({ schema }) => fieldsOf(schema));
  const examples = bodies.flatMap((media) => [media.example, ...examplesOf(media)]);
  return [
    method.toUpperCase(),
    summary,
    description,
    ...parameters.flatMap(({ name, description: what = '' }) => [name, what]),
    ...Object.keys(responses),
    ...fields,
    ...examples.flatMap((example) => textsIn(example)),
  ];
}

function mediaOf({ responses }: Operation): readonly Media[] {
  return Object.values(responses).flatMap(({ content = {} }) => Object.values(content));
}

function examplesOf({ examples = {} }: Media): readonly unknown[] {
  return Object.values(examples).map(({ $ref, value }) =>
    $ref === undefined ? value : components.examples[$ref.split('/').at(-1) ?? '']?.value,
  );
}

function codesOf(operation: Operation): readonly ProblemCode[] {
  // The document has them from the list of problems.
  return mediaOf(operation).flatMap(codesIn) as ProblemCode[];
}

function codesIn({ schema }: Media): readonly string[] {
  return schema.properties?.['code']?.enum ?? [];
}

function fieldsOf(schema: Schema): readonly string[] {
  const { $ref, properties = {}, items, anyOf = [] } = schema;
  const inner = [...Object.values(properties), ...anyOf, ...(items ? [items] : [])];
  const named = $ref === undefined ? undefined : components.schemas[$ref.split('/').at(-1) ?? ''];
  return [...Object.keys(properties), ...[...inner, ...(named ? [named] : [])].flatMap(fieldsOf)];
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [JSON.stringify(value).slice(1, -1)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
