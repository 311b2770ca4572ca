/** A request to an HTTP API, ready to be sent. */
export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As it is sent. */
  readonly body?: string | undefined;
}

/** The JSON of a body, or undefined where it is none: it is then written down as the text that it is. */
export function readJson(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) as unknown };
  } catch {
    return undefined;
  }
}
