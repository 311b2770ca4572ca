import type { IncomingHttpHeaders } from 'node:http';

/** Never a token, an address, a password, a path that somebody asked for or a value of the database. */
export type SpanAttributes = Readonly<Record<string, string | number>>;

/** A span that others can be below of, or point to. Only whoever made it looks into it. */
export type SpanReference = object;

interface SpanStart {
  readonly name: string;
  /** `client`: something else does the work, and it is waited for. */
  readonly kind?: 'client' | 'internal';
  readonly attributes?: SpanAttributes;
  /** In place of the span that is under way. */
  readonly parent?: SpanReference | undefined;
  readonly links?: readonly SpanReference[];
}

export interface OpenSpan {
  note(name: string, value: string | number): void;
  /** @param error what ended it, if anything did; its message stays here. */
  end(error?: unknown): void;
}

export interface RequestSpan {
  readonly traceId: string;
  /** Runs what belongs to the request. */
  run(work: () => void): void;
  end(route: string | undefined, status: number): void;
}

/** What tells a collector what this process does, and how long each part takes. */
export interface Tracing {
  begin(start: SpanStart): OpenSpan;
  /** Runs `work` in a span. */
  inSpan<T>(start: SpanStart, work: (span: OpenSpan) => Promise<T>): Promise<T>;
  /** The span that is under way; undefined where none is, or nobody is told of it. */
  here(): SpanReference | undefined;
  /** @param headers of the request: whoever sent it may have a trace already. */
  beginRequest(method: string, requestId: string, headers: IncomingHttpHeaders): RequestSpan;
  /** The trace that is under way. */
  traceId(): string | undefined;
  /** Tells what is left to tell, for a moment. */
  stop(): Promise<void>;
}

let inUse: Tracing | undefined;

/** A process has one tracing, or none: then everything below is a function call and no more. */
export function useTracing(tracing: Tracing): void {
  inUse = tracing;
}

export function tracingInUse(): Tracing | undefined {
  return inUse;
}

const ignored: OpenSpan = { note: () => undefined, end: () => undefined };

/** Runs `work`, in a span where there is a tracing. */
export function inSpan<T>(
  name: string,
  attributes: SpanAttributes,
  work: (span: OpenSpan) => Promise<T>,
): Promise<T> {
  return inUse ? inUse.inSpan({ name, attributes }, work) : work(ignored);
}
