/** An answer for a request that is not let in: a problem document (RFC 9457), with Latchkey's own codes. */
export interface Refusal {
  readonly status: 401 | 403 | 503;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

const tokenInvalid = (description: string): string =>
  `Bearer error="invalid_token", error_description="${description}"`;

const answers = {
  access_token_missing: {
    status: 401,
    title: 'An access token is needed',
    detail: 'Send the header `Authorization: Bearer <access token>`.',
    headers: { 'www-authenticate': 'Bearer' },
  },
  access_token_invalid: {
    status: 401,
    title: 'The access token is not valid',
    detail: 'Refresh to get a new access token, or log in again.',
    headers: { 'www-authenticate': tokenInvalid('The access token is not valid') },
  },
  access_token_expired: {
    status: 401,
    title: 'The access token has expired',
    detail: 'Refresh to get a new access token.',
    headers: { 'www-authenticate': tokenInvalid('The access token has expired') },
  },
  forbidden: {
    status: 403,
    title: 'This is not allowed',
    detail: 'The caller may not do this.',
    headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' },
  },
  unavailable: {
    status: 503,
    title: 'The service is not available',
    detail:
      'Access tokens cannot be verified at the moment. Try again after the seconds that `Retry-After` gives.',
    headers: { 'retry-after': '5' },
  },
} as const;

export type RefusalCode = keyof typeof answers;

/** @param typeBase the address that a code is appended to, giving the page that explains it. */
export function refusals(code: RefusalCode, typeBase: string): Refusal {
  const { status, title, detail, headers } = answers[code];
  const body = JSON.stringify({ type: `${typeBase}${code}`, title, status, detail, code });
  return { status, headers: { 'content-type': 'application/problem+json', ...headers }, body };
}
