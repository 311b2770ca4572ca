import { Type, type TSchema } from 'typebox';

export const nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const time = Type.String({ format: 'date-time' });

export const nothing = Type.Null({ description: 'Done. There is nothing to tell.' });

export const success = (text: string) =>
  Type.Object({ success: Type.String({ description: `«${text}»` }) }, { description: 'Done.' });

/** A page of a list: `next` is the cursor of the one after it. */
export const pageOf = <T extends TSchema>(item: T, description: string) =>
  Type.Object({ items: Type.Array(item), next: nullable(Type.String()) }, { description });

/** What a link carries. */
export const oneTimeToken = Type.String({ minLength: 1, maxLength: 200 });

/** An object with these fields and no others. */
export function body<T extends Parameters<typeof Type.Object>[0]>(fields: T) {
  return Type.Object(fields, { additionalProperties: false });
}
