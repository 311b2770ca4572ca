import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** A request as it was sent. */
export interface Sent {
  readonly method: string;
  /** From the base address on: `/api/me/`. */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Buffer | undefined;
}

/** What came back, and for what. */
export interface Answer {
  readonly sent: Sent;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The members of a JSON object; none where the answer is no JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** The members of a JSON object; none where the text is something else. */
export function readMembers(text: string): Readonly<Record<string, unknown>> {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return {};
  }
}

/** The members of an object; none where it is something else. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  // An object that is no array has text keys.
  return isObject ? (value as Readonly<Record<string, unknown>>) : {};
}

/** The value of a header; several values are put one after the other. */
export function headerOf(answer: Answer, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
