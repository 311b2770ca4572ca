import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { pageQuery } from '../../http/paging.ts';
import { body, nothing, nullable, oneTimeToken, pageOf, success, time } from '../../http/schemas.ts';
import { emailField, passwordField } from '../accounts/index.ts';

// A UUID by form is checked by the service, which says what it should have been.
const refreshToken = Type.String({
  minLength: 1,
  description:
    'A UUID. Left out, it is taken from the refresh cookie. While the signed tokens of a former system are accepted (`latchkey import`), one of those, of at most 4,096 characters.',
});

const tokenPair = Type.Object(
  {
    access_token: Type.String({ description: 'A JWT (RFC 9068), for the header `Authorization: Bearer …`.' }),
    refresh_token: Type.Optional(
      Type.String({ format: 'uuid', description: 'Valid once. Left out where it is in the cookie.' }),
    ),
    token_type: Type.Literal('Bearer'),
    expires_in: Type.Integer({ description: 'Seconds until the access token expires.' }),
    refresh_expires_in: Type.Integer({ description: 'Seconds until the refresh token expires.' }),
  },
  { title: 'TokenPair', description: 'An access token, and the refresh token that gets the next one.' },
);

export const loginSchema = operation(
  {
    id: 'login',
    tag: 'Sign in',
    summary: 'Log in',
    description:
      'Begins a session. With `"refresh_token_in": "cookie"` the refresh token is set as an HttpOnly cookie and left out of the body; that is for pages of `PUBLIC_URL` and of the allowed origins.',
    access: 'anybody',
    problems: ['invalid_credentials', 'email_not_verified', 'forbidden', 'too_many_requests', 'overloaded'],
  },
  {
    body: body({
      email: emailField,
      password: passwordField,
      refresh_token_in: Type.Optional(Type.Enum(['body', 'cookie'])),
    }),
    response: { 200: tokenPair },
  },
);

const refreshProblems = [
  'refresh_token_unknown',
  'refresh_token_expired',
  'refresh_token_reused',
  'session_ended',
] as const;

export const refreshSchema = operation(
  {
    id: 'refresh',
    tag: 'Sign in',
    summary: 'Get a new pair of tokens',
    description:
      'Spends the refresh token; both lifetimes begin anew. A retry within the grace gets the same successor, and later one with the same `Idempotency-Key`. A token that is used again ends the session: it may have been copied. A refresh token of a former system begins a session, while they are accepted (`latchkey import`).',
    access: 'anybody',
    problems: [...refreshProblems, 'forbidden'],
  },
  {
    headers: Type.Object({
      'idempotency-key': Type.Optional(
        Type.String({
          description:
            '16 to 64 visible ASCII characters, random for each refresh and the same for its retries.',
        }),
      ),
    }),
    body: body({ refresh_token: Type.Optional(refreshToken) }),
    response: { 200: tokenPair },
  },
);

export const logoutSchema = operation(
  {
    id: 'logout',
    tag: 'Sign in',
    summary: 'Log out',
    description:
      'Ends the session that the refresh token belongs to, whichever of its tokens it is. Any UUID is answered alike. A refresh token of a former system, that was not exchanged yet, is over.',
    access: 'anybody',
    problems: ['forbidden'],
  },
  {
    body: body({ refresh_token: Type.Optional(refreshToken) }),
    response: { 200: success('User logged out.') },
  },
);

const sessionFields = {
  id: Type.String(),
  device: Type.String({ description: 'The User-Agent of the login.' }),
  address: Type.String({ description: 'The address that the login came from.' }),
  created_at: time,
  last_used_at: time,
  expires_at: time,
};

const session = Type.Object(
  { ...sessionFields, current: Type.Boolean({ description: 'Whether this is the session that asks.' }) },
  { title: 'OwnSession' },
);

export const listSessionsSchema = operation(
  { id: 'listOwnSessions', tag: 'Own sessions', summary: 'List the own sessions', access: 'live session' },
  { querystring: pageQuery, response: { 200: pageOf(session, 'The live sessions, newest first.') } },
);

export const endSessionSchema = operation(
  {
    id: 'endOwnSession',
    tag: 'Own sessions',
    summary: 'End one of the own sessions',
    access: 'live session',
    problems: ['not_found'],
  },
  { params: Type.Object({ id: Type.String({ maxLength: 100 }) }), response: { 204: nothing } },
);

export const endOthersSchema = operation(
  {
    id: 'endOtherSessions',
    tag: 'Own sessions',
    summary: 'End all own sessions but this one',
    access: 'live session',
  },
  { response: { 204: nothing } },
);

export const changePasswordSchema = operation(
  {
    id: 'changePassword',
    tag: 'Passwords',
    summary: 'Change the own password',
    description: 'Ends all other sessions of the account.',
    access: 'live session',
    problems: ['too_many_requests', 'overloaded'],
  },
  {
    body: body({ current_password: passwordField, new_password: passwordField }),
    response: { 200: success('Password changed.') },
  },
);

export const requestResetSchema = operation(
  {
    id: 'requestPasswordReset',
    tag: 'Passwords',
    summary: 'Ask for a link that sets a new password',
    description:
      'It is mailed to the address, works once, for an hour. The answer is the same whether or not there is such an account.',
    access: 'anybody',
    problems: ['too_many_requests'],
  },
  {
    body: body({ email: emailField }),
    response: { 202: success('If there is such an account, a mail is on its way.') },
  },
);

export const confirmResetSchema = operation(
  {
    id: 'confirmPasswordReset',
    tag: 'Passwords',
    summary: 'Set a new password through a link',
    description: 'Ends all sessions of the account. The token of a link works once.',
    access: 'anybody',
    problems: ['token_invalid', 'too_many_requests', 'overloaded'],
  },
  {
    body: body({ token: oneTimeToken, new_password: passwordField }),
    response: { 200: success('Password changed.') },
  },
);

export const deleteMeSchema = operation(
  {
    id: 'deleteMe',
    tag: 'Own account',
    summary: 'Delete the own account',
    description:
      'The account and its sessions are gone. Its audit entries keep its id, and nothing that names its owner.',
    access: 'live session',
    problems: ['forbidden', 'too_many_requests', 'overloaded'],
  },
  { body: body({ current_password: passwordField }), response: { 204: nothing } },
);

export const exportSchema = operation(
  {
    id: 'exportMe',
    tag: 'Own account',
    summary: 'Export everything that is kept about the caller',
    access: 'live session',
  },
  {
    response: {
      200: Type.Object(
        {
          account: Type.Object({
            id: Type.Integer(),
            email: Type.String(),
            username: Type.String(),
            is_active: Type.Boolean(),
            is_staff: Type.Boolean(),
            created_at: time,
            email_verified_at: nullable(time),
          }),
          sessions: Type.Array(Type.Object({ ...sessionFields, ended_at: nullable(time) })),
          events: Type.Array(
            Type.Object({
              at: time,
              event: Type.String(),
              session_id: nullable(Type.String()),
              address: nullable(Type.String()),
              details: Type.Object({}, { additionalProperties: true }),
            }),
          ),
          mails: Type.Array(
            Type.Object({
              at: time,
              recipient: Type.String(),
              template: Type.String(),
              state: Type.String(),
            }),
          ),
          links: Type.Array(
            Type.Object({
              purpose: Type.String(),
              address: nullable(Type.String({ description: 'The e-mail address that it is about.' })),
              expires_at: time,
            }),
          ),
          former_tokens: Type.Array(
            Type.Object({ expires_at: time, exchanged: Type.Boolean(), ended_at: nullable(time) }),
            {
              description:
                'Refresh tokens of the former system, while they are accepted: a hash of each is kept.',
            },
          ),
        },
        {
          title: 'Export',
          description:
            'The account, its sessions, what happened to it, its mails, the links that are out and the tokens of the former system.',
        },
      ),
    },
  },
);
