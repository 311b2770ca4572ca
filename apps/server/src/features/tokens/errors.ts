import { Problem } from '../../http/problems.ts';

/** RFC 6750, section 3.1: the reason is named where a token was sent, and only there. */
const challenge = (description: string): Record<string, string> => ({
  'www-authenticate': `Bearer error="invalid_token", error_description="${description}"`,
});

export const accessTokenMissing = (): Problem =>
  new Problem('access_token_missing', { headers: { 'www-authenticate': 'Bearer' } });

export const accessTokenInvalid = (): Problem =>
  new Problem('access_token_invalid', { headers: challenge('The access token is not valid') });

export const accessTokenExpired = (): Problem =>
  new Problem('access_token_expired', { headers: challenge('The access token has expired') });
