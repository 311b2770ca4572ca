import type { ProblemCode } from './problems.ts';

export type Json = Record<string, unknown>;

/** Schemas and examples by media type. */
export interface Content {
  readonly content?: Record<string, Json>;
}

export interface Operation extends Json {
  operationId: string;
  responses: Record<string, Content & Json>;
  requestBody?: Content & Json;
  parameters?: { name: string; description?: string; example?: unknown }[];
  security?: readonly unknown[];
  'x-problems'?: ProblemCode[];
}

/** As much of an OpenAPI document as is looked at here. */
export interface Document extends Json {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas?: Record<string, Json>; examples?: Record<string, Json> } & Json;
}

/** What an operation was sent and what it answered, by status and, for problems, by code. */
export interface Example {
  readonly request?: unknown;
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
