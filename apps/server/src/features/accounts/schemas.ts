import { Type } from 'typebox';
import { body, problemAnswers } from '../../http/schemas.ts';

export const email = Type.String({ minLength: 1, maxLength: 320 });
export const password = Type.String({ minLength: 1 });
export const username = Type.String({ maxLength: 150 });

export const registerSchema = {
  body: body({ email, password, username: Type.Optional(username) }),
  response: { 201: Type.Object({ id: Type.Integer(), email: Type.String() }), ...problemAnswers },
};

const me = Type.Object({ id: Type.Integer(), username: Type.String(), email: Type.String() });

export const showMeSchema = { response: { 200: me, ...problemAnswers } };

export const changeMeSchema = {
  body: body({
    id: Type.Optional(Type.Unknown({ description: 'May be sent back as it was received; it is ignored.' })),
    username: Type.Optional(username),
    email: Type.Optional(email),
    current_password: Type.Optional(password),
  }),
  response: { 200: me, ...problemAnswers },
};
