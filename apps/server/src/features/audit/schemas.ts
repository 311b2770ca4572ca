import { Type } from 'typebox';
import { operation } from '../../http/operation.ts';
import { pageQuery } from '../../http/paging.ts';
import { body, nullable, pageOf, time } from '../../http/schemas.ts';
import { auditEventNames } from './events.ts';

const account = Type.Union([
  Type.Object({
    id: Type.Integer(),
    email: nullable(Type.String({ description: 'null where the account is gone.' })),
  }),
  Type.Null(),
]);

const event = Type.Object(
  {
    id: Type.String(),
    at: time,
    event: Type.String({ enum: auditEventNames }),
    account: account,
    actor: account,
    source: Type.String({ enum: ['api', 'command line', 'server'] }),
    session_id: nullable(Type.String()),
    address: nullable(Type.String()),
    request_id: nullable(Type.String()),
    details: Type.Object({}, { additionalProperties: true }),
  },
  { title: 'AuditEvent' },
);

export const listEventsSchema = operation(
  { id: 'listAuditEvents', tag: 'Audit trail', summary: 'List what happened', access: 'admin' },
  {
    querystring: body({
      ...pageQuery.properties,
      event: Type.Optional(Type.String({ enum: auditEventNames })),
      account: Type.Optional(Type.String({ description: 'The id of the account that it happened to.' })),
      actor: Type.Optional(Type.String({ description: 'The id of the account that did it.' })),
      address: Type.Optional(Type.String({ maxLength: 100 })),
      since: Type.Optional(Type.String({ description: 'A time (RFC 3339), inclusive.' })),
      until: Type.Optional(Type.String({ description: 'A time (RFC 3339), exclusive.' })),
    }),
    response: { 200: pageOf(event, 'The events, newest first.') },
  },
);

export const eventNamesSchema = operation(
  { id: 'listAuditEventNames', tag: 'Audit trail', summary: 'List the names of events', access: 'admin' },
  {
    response: {
      200: Type.Object({ events: Type.Array(Type.String()) }, { description: 'Every event that there is.' }),
    },
  },
);
