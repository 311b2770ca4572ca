import { Type } from 'typebox';
import { pageQuery } from '../../http/paging.ts';
import { body, nullable, problemAnswers } from '../../http/schemas.ts';
import { emailField, passwordField, usernameField } from '../accounts/index.ts';

const account = {
  id: Type.Integer(),
  email: Type.String(),
  username: Type.String(),
  is_active: Type.Boolean(),
  is_staff: Type.Boolean(),
  created_at: Type.String({ format: 'date-time' }),
};

const accountInDetail = Type.Object({ ...account, live_sessions: Type.Integer() });

export const accountParams = Type.Object({ id: Type.String({ maxLength: 20 }) });

export const listAccountsSchema = {
  querystring: body({
    ...pageQuery.properties,
    q: Type.Optional(
      Type.String({ maxLength: 320, description: 'A part of the address or name, or the id.' }),
    ),
    is_active: Type.Optional(Type.String({ description: '`true` or `false`.' })),
    is_staff: Type.Optional(Type.String({ description: '`true` or `false`.' })),
  }),
  response: {
    200: Type.Object({ items: Type.Array(Type.Object(account)), next: nullable(Type.String()) }),
    ...problemAnswers,
  },
};

export const createAccountSchema = {
  body: body({
    email: emailField,
    password: Type.Optional(passwordField),
    username: Type.Optional(usernameField),
    is_staff: Type.Optional(Type.Boolean()),
  }),
  response: { 201: accountInDetail, ...problemAnswers },
};

export const showAccountSchema = {
  params: accountParams,
  response: { 200: accountInDetail, ...problemAnswers },
};

export const changeAccountSchema = {
  params: accountParams,
  body: body({
    email: Type.Optional(emailField),
    username: Type.Optional(usernameField),
    is_active: Type.Optional(Type.Boolean()),
    is_staff: Type.Optional(Type.Boolean()),
  }),
  response: { 200: accountInDetail, ...problemAnswers },
};

export const removeAccountSchema = {
  params: accountParams,
  response: { 204: Type.Null(), ...problemAnswers },
};

export const resetLinkSchema = {
  params: accountParams,
  response: {
    201: Type.Object({ url: Type.String(), expires_at: Type.String({ format: 'date-time' }) }),
    ...problemAnswers,
  },
};
