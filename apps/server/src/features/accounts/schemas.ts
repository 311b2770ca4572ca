import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { body, oneTimeToken, success } from '../../http/schemas.ts';

export const email = Type.String({
  minLength: 1,
  maxLength: 320,
  description: 'Compared without case. One address has one account.',
});
export const password = Type.String({ minLength: 1, description: 'At most 1,024 bytes.' });
export const username = Type.String({
  maxLength: 150,
  description: 'Any text in any script. It need not be unique.',
});

export const registerSchema = operation(
  {
    id: 'register',
    tag: 'Sign in',
    summary: 'Make an account',
    description:
      'With `EMAIL_VERIFICATION` at `required` the answer is 202 for every address: the account can be used once the link in the mail was followed, and whether there was one already is told by that mail alone.',
    access: 'anybody',
    problems: ['email_taken', 'forbidden', 'too_many_requests', 'overloaded'],
  },
  {
    body: body({ email, password, username: Type.Optional(username) }),
    response: {
      201: Type.Object(
        { id: Type.Integer(), email: Type.String() },
        { title: 'RegisteredAccount', description: 'The account that was made.' },
      ),
      202: Type.Object(
        { email: Type.String() },
        { title: 'PendingRegistration', description: 'A mail is on its way to the address.' },
      ),
    },
  },
);

const me = Type.Object(
  { id: Type.Integer(), username: Type.String(), email: Type.String() },
  { title: 'Me', description: 'The account of the caller.' },
);

export const showMeSchema = operation(
  { id: 'showMe', tag: 'Own account', summary: 'Show the own account', access: 'access token' },
  { response: { 200: me } },
);

const changes = body({
  id: Type.Optional(Type.Unknown({ description: 'May be sent back as it was received; it is ignored.' })),
  username: Type.Optional(username),
  email: Type.Optional(email),
  current_password: Type.Optional(password),
});

/** PUT is partial, and PATCH is the same. */
export const changeMeSchema = (id: 'changeMe' | 'patchMe') =>
  operation(
    {
      id,
      tag: 'Own account',
      summary: 'Change the own address or name',
      description:
        'What is left out stays as it is. Where `EMAIL_CHANGE_NEEDS_PASSWORD` is on, a new address needs `current_password`. A proven address (unless `EMAIL_VERIFICATION` is off) changes once the link that is mailed to the new one was followed: until then the answer has the old one.',
      access: 'live session',
      problems: ['email_taken', 'too_many_requests', 'overloaded'],
    },
    { body: changes, response: { 200: me } },
  );

export const proveAddressSchema = operation(
  {
    id: 'verifyEmail',
    tag: 'E-mail addresses',
    summary: 'Prove an address through a link',
    description: 'The address that the link was mailed to is the account’s from now on. It works once.',
    access: 'anybody',
    problems: ['token_invalid', 'email_taken', 'too_many_requests'],
  },
  { body: body({ token: oneTimeToken }), response: { 200: success('E-mail address confirmed.') } },
);

export const askForProofSchema = operation(
  {
    id: 'resendVerification',
    tag: 'E-mail addresses',
    summary: 'Ask for another link that proves an address',
    description: 'The answer is the same whether or not there is such an account.',
    access: 'anybody',
    problems: ['too_many_requests'],
  },
  {
    body: body({ email }),
    response: { 202: success('If there is such an account, a mail is on its way.') },
  },
);
