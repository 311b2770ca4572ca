export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** What a problem document (RFC 9457) says, and when to try again. */
interface ProblemContent {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: FieldErrors;
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
}

/** A request that did not succeed: an answer that says why, or no answer at all. */
export class ApiProblem extends Error {
  /** Of the HTTP answer; 0 where there was none. */
  readonly status: number;
  /** For programs: it never changes. `unreachable` where there was no answer. */
  readonly code: string;
  readonly title: string;
  /** For people: what to do. */
  readonly detail: string;
  /** What is wrong with each field. */
  readonly errors: FieldErrors;
  /** Why a session ended. */
  readonly reason: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(content: ProblemContent, options?: ErrorOptions) {
    super(content.detail, options);
    this.name = 'ApiProblem';
    this.status = content.status;
    this.code = content.code;
    this.title = content.title;
    this.detail = content.detail;
    this.errors = content.errors ?? {};
    this.reason = content.reason;
    this.retryAfterSeconds = content.retryAfterSeconds;
  }
}

export function unreachable(cause: unknown): ApiProblem {
  return new ApiProblem(
    {
      status: 0,
      code: 'unreachable',
      title: 'The server did not answer',
      detail: 'Check the connection and try again.',
    },
    { cause },
  );
}

/** The problem that an answer describes. A proxy's error page becomes one too, from its status. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const document = await readDocument(response);
  const text = (name: string): string | undefined => {
    const value = document[name];
    return typeof value === 'string' ? value : undefined;
  };
  const title = text('title') ?? `The server answered ${response.status}`;
  const reason = text('reason');
  const retryAfterSeconds = readRetryAfter(response);
  return new ApiProblem({
    status: response.status,
    code: text('code') ?? 'unknown',
    title,
    detail: text('detail') ?? title,
    ...(isRecord(document['errors']) && { errors: readErrors(document['errors']) }),
    ...(reason !== undefined && { reason }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}

/** Seconds alone: a date would have to be compared with a clock that may be wrong. */
export function readRetryAfter(response: Response): number | undefined {
  const value = response.headers.get('retry-after') ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

async function readDocument(response: Response): Promise<Readonly<Record<string, unknown>>> {
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) return {};
  try {
    const document: unknown = await response.json();
    return isRecord(document) ? document : {};
  } catch {
    return {};
  }
}

function readErrors(given: Readonly<Record<string, unknown>>): FieldErrors {
  const errors: Record<string, string[]> = {};
  for (const [field, texts] of Object.entries(given)) {
    if (Array.isArray(texts)) errors[field] = texts.map(String);
  }
  return errors;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
