import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { body } from '../../http/schemas.ts';

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
        'What is left out stays as it is. Where `EMAIL_CHANGE_NEEDS_PASSWORD` is on, a new address needs `current_password`.',
      access: 'live session',
      problems: ['email_taken', 'too_many_requests', 'overloaded'],
    },
    { body: changes, response: { 200: me } },
  );
