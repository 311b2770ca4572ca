/**
 * Every error that a client can see, once. A code is for programs and never changes; title and detail are for people
 * and say what to do. Answers are problem details (RFC 9457).
 */
export const problems = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    detail: 'Correct what `errors` names and send the request again.',
  },
  token_invalid: {
    status: 400,
    title: 'The link does not work any longer',
    detail: 'It was used, or it has expired. Ask for a new one.',
  },
  email_taken: {
    status: 400,
    title: 'The e-mail address is taken',
    detail: 'Sign in with this address, or use another one.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Wrong e-mail address or password',
    detail: 'Check the address and the password and try again.',
  },
  access_token_missing: {
    status: 401,
    title: 'An access token is needed',
    detail: 'Send the header `Authorization: Bearer <access token>`.',
  },
  access_token_invalid: {
    status: 401,
    title: 'The access token is not valid',
    detail: 'Refresh to get a new access token, or log in again.',
  },
  access_token_expired: {
    status: 401,
    title: 'The access token has expired',
    detail: 'Refresh to get a new access token.',
  },
  refresh_token_unknown: { status: 401, title: 'The refresh token is unknown', detail: 'Log in again.' },
  refresh_token_expired: { status: 401, title: 'The refresh token has expired', detail: 'Log in again.' },
  refresh_token_reused: {
    status: 401,
    title: 'The refresh token was used before',
    detail:
      'Somebody else may hold a copy, so the session was ended. Log in again, and change the password if this was not you.',
  },
  session_ended: {
    status: 401,
    title: 'The session has ended',
    detail: 'Log in again. `reason` says why it ended.',
  },
  forbidden: { status: 403, title: 'This is not allowed', detail: 'The caller may not do this.' },
  not_found: {
    status: 404,
    title: 'There is nothing here',
    detail: 'Check the address; `/api/` lists what there is.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The method is not allowed here',
    detail: 'Use one of the methods that the header `Allow` names.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    detail: 'Send it again, on a new connection.',
  },
  settings_conflict: {
    status: 409,
    title: 'The settings have changed meanwhile',
    detail: 'Load them and make the change again.',
  },
  too_many_requests: {
    status: 429,
    title: 'There were too many attempts',
    detail: 'Try again after the seconds that `Retry-After` gives.',
  },
  body_too_large: { status: 413, title: 'The body is too large', detail: 'Send at most 64 KiB.' },
  unsupported_media_type: {
    status: 415,
    title: 'The media type is not supported',
    detail: 'Send `Content-Type: application/json` (or `application/x-www-form-urlencoded`).',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    detail: 'Send fewer or shorter headers: at most 100, and 16 KiB in all.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong',
    detail: 'This is a fault of the server. Report it with the request id.',
  },
  overloaded: {
    status: 503,
    title: 'There is too much to do',
    detail: 'Try again after the seconds that `Retry-After` gives.',
  },
  unavailable: {
    status: 503,
    title: 'The service is not available',
    detail: 'Try again after the seconds that `Retry-After` gives.',
  },
} as const satisfies Record<string, { status: number; title: string; detail: string }>;

export type ProblemCode = keyof typeof problems;

export type FieldErrors = Record<string, string[]>;

interface ProblemExtras {
  /** In place of the code's own detail, where more is known. */
  readonly detail?: string;
  readonly errors?: FieldErrors;
  /** Why a session ended. */
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An error whose whole content is meant for the caller. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, extras: ProblemExtras = {}) {
    super(extras.detail ?? problems[code].detail, { cause: extras.cause });
    this.name = 'Problem';
    this.code = code;
    this.extras = extras;
  }

  get status(): number {
    return problems[this.code].status;
  }
}

export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  errors?: FieldErrors;
  reason?: string;
}

/** @param typeBase the address that a code is appended to, giving the page that explains it. */
export function problemDocument(problem: Problem, typeBase: string): ProblemDocument {
  const { code, status, message: detail, extras } = problem;
  return {
    type: `${typeBase}${code}`,
    title: problems[code].title,
    status,
    detail,
    code,
    ...(extras.errors && { errors: extras.errors }),
    ...(extras.reason !== undefined && { reason: extras.reason }),
  };
}

/** A 400 that names one field and what is wrong with it. */
export function fieldProblem(field: string, message: string): Problem {
  return new Problem('invalid_request', { errors: { [field]: [message] } });
}
