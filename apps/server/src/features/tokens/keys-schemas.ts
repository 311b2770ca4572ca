import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { body, nothing, nullable, time } from '../../http/schemas.ts';
import { jwtAlgorithms } from './algorithms.ts';
import { keyStates } from './schedule.ts';

const fields = {
  kid: Type.String(),
  algorithm: Type.String({ enum: jwtAlgorithms }),
  state: Type.String({
    enum: keyStates,
    description:
      '`added`: its tokens would be accepted, and it signs once it is activated. `waiting`: it will sign, from `signs_from` on. `signing`: it signs. `superseded`: another one signs, and its tokens are accepted until the last of them is over.',
  }),
  created_at: time,
  signs_from: nullable(time),
  verifies_until: nullable(
    Type.String({
      format: 'date-time',
      description: 'Of a superseded key: it goes by itself then.',
    }),
  ),
  from_environment: Type.Boolean({
    description: 'It is the `JWT_SIGNING_KEY` of the servers, and can be changed there alone.',
  }),
};

const described = { title: 'SigningKey', description: 'The key, without its secret.' };
const signingKey = Type.Object(fields, described);
const addedKey = Type.Object(
  { ...fields, secret: Type.String({ description: 'To hand over. No other answer shows it.' }) },
  { title: 'AddedSigningKey', description: 'The key, and its secret this once.' },
);

const params = Type.Object({ kid: Type.String({ maxLength: 100 }) });
const common = { tag: 'Keys', access: 'admin' } as const;

export const listKeysSchema = operation(
  { id: 'listSigningKeys', summary: 'List the keys of access tokens', ...common },
  {
    response: {
      200: Type.Object(
        { keys: Type.Array(signingKey) },
        { title: 'SigningKeys', description: 'Every key, the one that was made last first.' },
      ),
    },
  },
);

export const rotateSchema = operation(
  {
    id: 'rotateSigningKey',
    summary: 'Replace the key that signs',
    description:
      'The new key is published at once and signs ten minutes later, when everybody who keeps published keys has it; with `now` ten seconds later, which is for a key that has leaked. The former key stays until its last token is over. With HS256 only with `now`; else see `addSigningKey`.',
    problems: ['conflict'],
    ...common,
  },
  {
    body: body({
      now: Type.Optional(Type.Boolean({ description: 'Whether to sign as soon as every node has the key.' })),
    }),
    response: { 201: signingKey },
  },
);

export const addSchema = operation(
  {
    id: 'addSigningKey',
    summary: 'Add a shared secret',
    description:
      'For HS256, whose secret others hold: the first of two steps. The new key is accepted, and does not sign before it is activated. Hand its secret over in between.',
    problems: ['conflict'],
    ...common,
  },
  { response: { 201: addedKey } },
);

export const activateSchema = operation(
  {
    id: 'activateSigningKey',
    summary: 'Let a key sign',
    description: 'One that was added, or that waits. It signs ten seconds later, when every node has it.',
    problems: ['not_found', 'conflict'],
    ...common,
  },
  { params, response: { 200: signingKey } },
);

export const retireSchema = operation(
  {
    id: 'retireSigningKey',
    summary: 'Forget a key',
    description: 'One that does not sign. A superseded key goes by itself once its last token is over.',
    problems: ['not_found', 'conflict'],
    ...common,
  },
  {
    params,
    body: body({
      now: Type.Optional(
        Type.Boolean({
          description:
            'Whether tokens that it has signed and that may be valid are refused from now on. Their holders refresh once; nobody is logged out.',
        }),
      ),
    }),
    response: { 204: nothing },
  },
);
