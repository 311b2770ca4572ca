import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { pageQuery } from '../../http/paging.ts';
import { body, nothing, nullable, pageOf, time } from '../../http/schemas.ts';

const session = Type.Object(
  {
    id: Type.String(),
    account: Type.Object({ id: Type.Integer(), email: Type.String() }),
    device: Type.String({ description: 'The User-Agent of the login.' }),
    address: Type.String({ description: 'The address that the login came from.' }),
    created_at: time,
    last_used_at: time,
    expires_at: time,
    ended_at: nullable(time),
    end_reason: nullable(Type.String()),
  },
  { title: 'Session' },
);

export const listSessionsSchema = operation(
  { id: 'listSessions', tag: 'Sessions', summary: 'List sessions', access: 'admin' },
  {
    querystring: body({
      ...pageQuery.properties,
      account: Type.Optional(Type.String({ description: 'The id of the account.' })),
      state: Type.Optional(
        Type.Enum(['live', 'ended', 'all'], {
          description: '`live` unless told; `ended` has the expired ones too.',
        }),
      ),
    }),
    response: { 200: pageOf(session, 'The sessions, newest first.') },
  },
);

export const endSessionSchema = operation(
  { id: 'endSession', tag: 'Sessions', summary: 'End a session', access: 'admin', problems: ['not_found'] },
  { params: Type.Object({ id: Type.String({ maxLength: 100 }) }), response: { 204: nothing } },
);

export const endSessionsSchema = operation(
  {
    id: 'endSessions',
    tag: 'Sessions',
    summary: 'End many sessions',
    description: 'Those of an account, those begun before a moment, or all. Give exactly one of the three.',
    access: 'admin',
    problems: ['not_found'],
  },
  {
    body: body({
      account: Type.Optional(Type.Integer({ minimum: 1, description: 'The sessions of this account.' })),
      begun_before: Type.Optional(
        Type.String({ description: 'The sessions begun before a time (RFC 3339).' }),
      ),
      all: Type.Optional(Type.Literal(true, { description: 'Every session of every account.' })),
    }),
    response: {
      200: Type.Object(
        { ended: Type.Integer({ description: 'How many.' }) },
        { description: 'They have ended.' },
      ),
    },
  },
);
