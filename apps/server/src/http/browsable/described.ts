import type { Document } from '../openapi-types.ts';
import type { ProblemCode } from '../problems.ts';

/** As much of a JSON schema as is shown. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

export interface Media {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly summary?: string; readonly value: unknown }>>;
}

export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description?: string }>>;
  readonly content?: Readonly<Record<string, Media>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly [string];
  readonly security: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Answer>>;
}

/** An operation where it is: under a method, at a path. */
export interface Placed extends Operation {
  readonly method: string;
  readonly path: string;
}

export interface Description {
  readonly info: { readonly description: string; readonly version: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: ReadonlyMap<string, readonly Placed[]>;
}

/** The OpenAPI document as the pages read it: in the order of its paths, with every reference followed. */
export function describe(document: Document): Description {
  const { schemas, examples } = document.components;
  // It is the document that this server makes: every operation is declared by operation(), every path is ours.
  const { info, tags, paths } = follow(document, { ...schemas, ...examples }) as {
    info: Description['info'];
    tags: Description['tags'];
    paths: Record<string, Record<string, Operation>>;
  };
  const sorted = Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1));
  const placed = sorted.map(([path, methods]) => [path, placeAll(path, methods)] as const);
  return { info, tags, paths: new Map(placed) };
}

function placeAll(path: string, methods: Readonly<Record<string, Operation>>): readonly Placed[] {
  return Object.entries(methods).map(([method, operation]) => ({
    ...operation,
    method: method.toUpperCase(),
    path,
  }));
}

/** Puts the components in the place of the references to them. None of them holds itself. */
function follow(node: unknown, components: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(node)) return node.map((item) => follow(item, components));
  if (typeof node !== 'object' || node === null) return node;
  const reference = '$ref' in node ? String(node.$ref).split('/').at(-1) : undefined;
  if (reference !== undefined) return follow(components[reference], components);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, follow(value, components)]));
}

const json = 'application/json';

/** What a request may carry. */
export function bodyOf({ requestBody }: Operation): Media | undefined {
  return requestBody?.content[json];
}

/** The content of an answer that is no problem. */
export function successOf({ content }: Answer): Media | undefined {
  return content?.[json];
}

/** The content of an answer that is a problem. */
export function problemOf({ content }: Answer): Media | undefined {
  return content?.['application/problem+json'];
}

/** Every problem that an operation may answer with. */
export function problemCodesOf({ responses }: Operation): readonly ProblemCode[] {
  return Object.values(responses).flatMap((answer) => codesOf(problemOf(answer)));
}

/** The codes that the schema of a problem allows: written into the document from the list of problems. */
export function codesOf(problem: Media | undefined): readonly ProblemCode[] {
  return (problem?.schema.properties?.['code']?.enum ?? []) as readonly ProblemCode[];
}

/** The examples of a body, by name. */
export function examplesOf(media: Media | undefined): readonly (readonly [name: string, value: unknown])[] {
  if (media?.examples) return Object.entries(media.examples).map(([name, { value }]) => [name, value]);
  return media?.example === undefined ? [] : [['example', media.example]];
}
