/** What an access token says (RFC 9068). Times are in seconds since the epoch. */
export interface AccessTokenClaims {
  readonly user_id: number;
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly sid: string;
  readonly token_type: 'access';
  /** Only for accounts that may administer: other services need not ask who they are. */
  readonly is_staff?: true;
  readonly iss: string;
  readonly aud?: string;
}
