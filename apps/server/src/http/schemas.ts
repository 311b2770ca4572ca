import { Type } from 'typebox';
import { problems } from './problems.ts';

const problemDocument = Type.Object({
  type: Type.String({ description: 'The address of the page that explains the code.' }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String({ description: 'What to do, for people.' }),
  code: Type.String({ enum: Object.keys(problems), description: 'Stable, for programs.' }),
  errors: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
  reason: Type.Optional(Type.String()),
});

/** Declared by every route, beside its own answers. */
export const problemAnswers = { '4xx': problemDocument, '5xx': problemDocument };

export const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()]);

/** What a link carries. */
export const oneTimeToken = Type.String({ minLength: 1, maxLength: 200 });

/** An object with these fields and no others. */
export function body<T extends Parameters<typeof Type.Object>[0]>(fields: T) {
  return Type.Object(fields, { additionalProperties: false });
}
