import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { pageQuery } from '../../http/paging.ts';
import { body, nothing, nullable, pageOf, time } from '../../http/schemas.ts';
import { emailField, passwordField, usernameField } from '../accounts/index.ts';

const account = {
  id: Type.Integer(),
  email: Type.String(),
  username: Type.String(),
  is_active: Type.Boolean(),
  is_staff: Type.Boolean(),
  created_at: time,
  email_verified_at: nullable(time),
};

const listedAccount = Type.Object(account, { title: 'Account' });

const accountInDetail = Type.Object(
  { ...account, live_sessions: Type.Integer({ description: 'How many there are.' }) },
  { title: 'AccountInDetail', description: 'The account.' },
);

const accountParams = Type.Object({ id: Type.String({ maxLength: 20 }) });

export const listAccountsSchema = operation(
  { id: 'listAccounts', tag: 'Accounts', summary: 'List and search accounts', access: 'admin' },
  {
    querystring: body({
      ...pageQuery.properties,
      q: Type.Optional(
        Type.String({ maxLength: 320, description: 'A part of the address or name, or the id.' }),
      ),
      is_active: Type.Optional(Type.String({ description: '`true` or `false`.' })),
      is_staff: Type.Optional(Type.String({ description: '`true` or `false`.' })),
    }),
    response: { 200: pageOf(listedAccount, 'The accounts, newest first.') },
  },
);

export const createAccountSchema = operation(
  {
    id: 'createAccount',
    tag: 'Accounts',
    summary: 'Make an account',
    description: 'Without a password nobody can log in until a reset link was used.',
    access: 'admin',
    problems: ['email_taken', 'overloaded'],
  },
  {
    body: body({
      email: emailField,
      password: Type.Optional(passwordField),
      username: Type.Optional(usernameField),
      is_staff: Type.Optional(Type.Boolean()),
    }),
    response: { 201: accountInDetail },
  },
);

export const showAccountSchema = operation(
  {
    id: 'showAccount',
    tag: 'Accounts',
    summary: 'Show an account',
    access: 'admin',
    problems: ['not_found'],
  },
  { params: accountParams, response: { 200: accountInDetail } },
);

export const changeAccountSchema = operation(
  {
    id: 'changeAccount',
    tag: 'Accounts',
    summary: 'Change an account',
    description:
      'What is left out stays as it is. Switching an account off ends its sessions. The last active admin stays one.',
    access: 'admin',
    problems: ['not_found', 'email_taken'],
  },
  {
    params: accountParams,
    body: body({
      email: Type.Optional(emailField),
      username: Type.Optional(usernameField),
      is_active: Type.Optional(Type.Boolean()),
      is_staff: Type.Optional(Type.Boolean()),
    }),
    response: { 200: accountInDetail },
  },
);

export const removeAccountSchema = operation(
  {
    id: 'deleteAccount',
    tag: 'Accounts',
    summary: 'Delete an account',
    description: 'Its sessions go with it. The last active admin cannot be deleted.',
    access: 'admin',
    problems: ['not_found'],
  },
  { params: accountParams, response: { 204: nothing } },
);

export const resetLinkSchema = operation(
  {
    id: 'createResetLink',
    tag: 'Accounts',
    summary: 'Make a link that sets a new password',
    description:
      'For handing over where no mail goes out. It works once, for a day; the ones before stop working.',
    access: 'admin',
    problems: ['not_found'],
  },
  {
    params: accountParams,
    response: {
      201: Type.Object(
        { url: Type.String(), expires_at: time },
        { title: 'ResetLink', description: 'The link. It is shown this once.' },
      ),
    },
  },
);
