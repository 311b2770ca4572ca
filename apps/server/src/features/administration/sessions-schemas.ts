import { Type } from 'typebox';
import { pageQuery } from '../../http/paging.ts';
import { body, nullable, problemAnswers } from '../../http/schemas.ts';

const time = Type.String({ format: 'date-time' });

const session = Type.Object({
  id: Type.String(),
  account: Type.Object({ id: Type.Integer(), email: Type.String() }),
  device: Type.String({ description: 'The User-Agent of the login.' }),
  address: Type.String({ description: 'The address that the login came from.' }),
  created_at: time,
  last_used_at: time,
  expires_at: time,
  ended_at: nullable(time),
  end_reason: nullable(Type.String()),
});

export const listSessionsSchema = {
  querystring: body({
    ...pageQuery.properties,
    account: Type.Optional(Type.String({ description: 'The id of the account.' })),
    state: Type.Optional(
      Type.Enum(['live', 'ended', 'all'], {
        description: '`live` unless told; `ended` has the expired ones too.',
      }),
    ),
  }),
  response: {
    200: Type.Object({ items: Type.Array(session), next: nullable(Type.String()) }),
    ...problemAnswers,
  },
};

export const endSessionSchema = {
  params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
  response: { 204: Type.Null(), ...problemAnswers },
};

export const endSessionsSchema = {
  body: body({
    account: Type.Optional(Type.Integer({ minimum: 1, description: 'The sessions of this account.' })),
    begun_before: Type.Optional(Type.String({ description: 'The sessions begun before a time (RFC 3339).' })),
    all: Type.Optional(Type.Literal(true, { description: 'Every session of every account.' })),
  }),
  response: { 200: Type.Object({ ended: Type.Integer() }), ...problemAnswers },
};
