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

export const keyNotFound = (): Problem =>
  new Problem('not_found', { detail: 'There is no signing key with this kid.' });

/** @param detail why the key cannot do that now, and what can be done instead. */
export const keyConflict = (detail: string): Problem => new Problem('conflict', { detail });

export const keyIsGiven = (): Problem =>
  keyConflict(
    'The signing key is the JWT_SIGNING_KEY of the servers, and is changed there. First let all services that verify ' +
      'tokens accept the new secret beside the old one. Then start the servers one after the other with the new value: ' +
      'each accepts the tokens of both, and no request is refused.',
  );
