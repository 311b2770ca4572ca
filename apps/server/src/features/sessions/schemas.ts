import { Type } from 'typebox';
import { pageQuery } from '../../http/paging.ts';
import { body, nullable, oneTimeToken, problemAnswers } from '../../http/schemas.ts';
import { emailField, passwordField } from '../accounts/index.ts';

// A UUID by form is checked by the service, which says what it should have been.
const refreshToken = Type.String({ minLength: 1 });

const tokenPair = Type.Object({
  access_token: Type.String(),
  refresh_token: Type.Optional(Type.String({ format: 'uuid' })),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'Seconds until the access token expires.' }),
  refresh_expires_in: Type.Integer({ description: 'Seconds until the refresh token expires.' }),
});

export const loginSchema = {
  body: body({
    email: emailField,
    password: passwordField,
    refresh_token_in: Type.Optional(Type.Enum(['body', 'cookie'])),
  }),
  response: { 200: tokenPair, ...problemAnswers },
};

export const refreshSchema = {
  body: body({ refresh_token: Type.Optional(refreshToken) }),
  response: { 200: tokenPair, ...problemAnswers },
};

export const logoutSchema = {
  body: body({ refresh_token: Type.Optional(refreshToken) }),
  response: { 200: Type.Object({ success: Type.String() }), ...problemAnswers },
};

const session = Type.Object({
  id: Type.String(),
  device: Type.String({ description: 'The User-Agent of the login.' }),
  address: Type.String({ description: 'The address that the login came from.' }),
  created_at: Type.String({ format: 'date-time' }),
  last_used_at: Type.String({ format: 'date-time' }),
  expires_at: Type.String({ format: 'date-time' }),
  current: Type.Boolean({ description: 'Whether this is the session that asks.' }),
});

const nothing = Type.Null();

export const listSessionsSchema = {
  querystring: pageQuery,
  response: {
    200: Type.Object({ items: Type.Array(session), next: Type.Union([Type.String(), Type.Null()]) }),
    ...problemAnswers,
  },
};

export const endSessionSchema = {
  params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
  response: { 204: nothing, ...problemAnswers },
};

export const endOthersSchema = { response: { 204: nothing, ...problemAnswers } };

export const changePasswordSchema = {
  body: body({ current_password: passwordField, new_password: passwordField }),
  response: { 200: Type.Object({ success: Type.String() }), ...problemAnswers },
};

export const confirmResetSchema = {
  body: body({ token: oneTimeToken, new_password: passwordField }),
  response: { 200: Type.Object({ success: Type.String() }), ...problemAnswers },
};

export const deleteMeSchema = {
  body: body({ current_password: passwordField }),
  response: { 204: nothing, ...problemAnswers },
};

export const exportSchema = {
  response: {
    200: Type.Object({
      account: Type.Object({
        id: Type.Integer(),
        email: Type.String(),
        username: Type.String(),
        is_active: Type.Boolean(),
        is_staff: Type.Boolean(),
        created_at: Type.String(),
      }),
      sessions: Type.Array(
        Type.Object({
          id: Type.String(),
          device: Type.String(),
          address: Type.String(),
          created_at: Type.String(),
          last_used_at: Type.String(),
          expires_at: Type.String(),
          ended_at: nullable(Type.String()),
        }),
      ),
      events: Type.Array(
        Type.Object({
          at: Type.String(),
          event: Type.String(),
          session_id: nullable(Type.String()),
          address: nullable(Type.String()),
          details: Type.Object({}, { additionalProperties: true }),
        }),
      ),
    }),
    ...problemAnswers,
  },
};
