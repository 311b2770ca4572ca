/**
 * Every error that a client can see, once. A code is for programs and never changes. Title and detail are for people and
 * say what to do; the meaning stands in the documentation alone. Answers are problem details (RFC 9457).
 */
export const problems = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    meaning:
      'The body is not a JSON object or a form, or a field is missing, empty, of another type, unknown or against its rules. `errors` has a list of sentences for each such field.',
    detail: 'Correct what `errors` names and send the request again.',
  },
  token_invalid: {
    status: 400,
    title: 'The link does not work any longer',
    meaning:
      'A link from an e-mail or from an admin works once and for a limited time, and a change of the password or the address voids it.',
    detail: 'It was used, or it has expired. Ask for a new one.',
  },
  email_taken: {
    status: 400,
    title: 'The e-mail address is taken',
    meaning: 'Another account has this address. Addresses are compared without regard to case.',
    detail: 'Sign in with this address, or use another one.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Wrong e-mail address or password',
    meaning:
      'There is no account with this address, its password is another one, or the account is switched off. The answer is the same for all three, so that nobody learns which addresses have accounts.',
    detail: 'Check the address and the password and try again.',
  },
  access_token_missing: {
    status: 401,
    title: 'An access token is needed',
    meaning:
      'The endpoint is for signed-in callers, and the request has no `Authorization` header with the scheme `Bearer`.',
    detail: 'Send the header `Authorization: Bearer <access token>`.',
  },
  access_token_invalid: {
    status: 401,
    title: 'The access token is not valid',
    meaning:
      'The token is broken, was changed, is signed with another key or algorithm, or its account or session is gone.',
    detail: 'Refresh to get a new access token, or log in again.',
  },
  access_token_expired: {
    status: 401,
    title: 'The access token has expired',
    meaning:
      'Access tokens live for seconds (30 unless set otherwise), so clients meet this in everyday use. The session goes on.',
    detail: 'Refresh to get a new access token.',
  },
  refresh_token_unknown: {
    status: 401,
    title: 'The refresh token is unknown',
    meaning:
      'No session has this token: it was never issued, or its session ended longer ago than a refresh token lives. Presenting it ended nothing.',
    detail: 'Log in again.',
  },
  refresh_token_expired: {
    status: 401,
    title: 'The refresh token has expired',
    meaning: 'The session was not refreshed in time, or it reached the longest time that a session may last.',
    detail: 'Log in again.',
  },
  refresh_token_reused: {
    status: 401,
    title: 'The refresh token was used before',
    meaning:
      'A refresh token is valid once. This one was spent before, longer ago than the grace for racing and repeated requests, so two parties held it.',
    detail:
      'Somebody else may hold a copy, so the session was ended. Log in again, and change the password if this was not you.',
  },
  session_ended: {
    status: 401,
    title: 'The session has ended',
    meaning:
      'The token was good once. `reason` is `logout`, `reuse`, `admin`, `password_changed`, `account_disabled`, `limit` (too many sessions of one account) or `key_retired`.',
    detail: 'Log in again. `reason` says why it ended.',
  },
  metrics_token_invalid: {
    status: 401,
    title: 'The metrics need their token',
    meaning: '`/metrics` is for whoever knows `METRICS_TOKEN`, and the request had none, or another one.',
    detail: 'Send the header `Authorization: Bearer <METRICS_TOKEN>`.',
  },
  email_not_verified: {
    status: 403,
    title: 'The e-mail address is not confirmed',
    meaning:
      'The password is right. `EMAIL_VERIFICATION` is `required`, and nobody has proven to receive mail there yet.',
    detail:
      'Open the link in the mail that was sent to it, or ask for another one: POST /api/verify-email/resend/.',
  },
  forbidden: {
    status: 403,
    title: 'This is not allowed',
    meaning:
      'Who calls is known, or does not have to be, and may not do this: the caller is no admin, it would leave the installation without one, registration is closed, or a page of another origin wants to use the refresh cookie.',
    detail: 'The caller may not do this.',
  },
  not_found: {
    status: 404,
    title: 'There is nothing here',
    meaning:
      "No endpoint has this address, or the thing that it names does not exist, is gone or is somebody else's.",
    detail: 'Check the address; `/api/` lists what there is.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The method is not allowed here',
    meaning: 'The address exists, with other methods.',
    detail: 'Use one of the methods that the header `Allow` names.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    meaning: 'Its headers or its body did not come in time, and the connection was closed. Nothing was done.',
    detail: 'Send it again, on a new connection.',
  },
  conflict: {
    status: 409,
    title: 'This cannot be done now',
    meaning:
      'What it is asked of is in another state: a mail that was sent already, or whose link has expired; a signing key that others still need, or that is changed elsewhere.',
    detail: 'Look at what `detail` says, load it again and decide anew.',
  },
  settings_conflict: {
    status: 409,
    title: 'The settings have changed meanwhile',
    meaning:
      'Somebody else changed the settings after the version that the request names. Nothing was changed.',
    detail: 'Load them and make the change again.',
  },
  too_many_requests: {
    status: 429,
    title: 'There were too many attempts',
    meaning:
      'An account or a network address has used up the attempts that it has for a time. `RateLimit` and `RateLimit-Policy` say which limit it was. Right and wrong passwords get the same answer meanwhile.',
    detail: 'Try again after the seconds that `Retry-After` gives.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    meaning: 'The body was not read to its end.',
    detail: 'Send at most 64 KiB.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The media type is not supported',
    meaning: 'The header `Content-Type` names something else than JSON or a form.',
    detail: 'Send `Content-Type: application/json` (or `application/x-www-form-urlencoded`).',
  },
  headers_too_large: {
    status: 431,
    title: 'The headers are too large',
    meaning: 'The request was not read to its end.',
    detail: 'Send fewer or shorter headers: at most 100, and 16 KiB in all.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong',
    meaning:
      'The log has the cause, under the id that the header `x-request-id` gives. Nothing that a client sends should lead here.',
    detail: 'This is a fault of the server. Report it with the request id.',
  },
  overloaded: {
    status: 503,
    title: 'There is too much to do',
    meaning:
      'More work has come than can be done in time, most likely logins: checking a password is slow on purpose. Nothing was done.',
    detail: 'Try again after the seconds that `Retry-After` gives.',
  },
  unavailable: {
    status: 503,
    title: 'The service is not available',
    meaning:
      'The database does not answer, cannot write, or the server is shutting down. Nothing was done, or it is not known whether it was: send the request again, a refresh with the same `Idempotency-Key`.',
    detail: 'Try again after the seconds that `Retry-After` gives.',
  },
} as const satisfies Record<string, { status: number; title: string; meaning: string; detail: string }>;

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
