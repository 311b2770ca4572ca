import { Type, type Static } from 'typebox';
import { fieldProblem } from './problems.ts';
import { body } from './schemas.ts';

/** A place in a list that is ordered by time and id, newest first. */
export interface Place {
  readonly createdAt: number;
  readonly id: string;
}

const defaultLimit = 50;
const largestLimit = 200;

/** The query of every list. */
export const pageQuery = body({
  cursor: Type.Optional(Type.String({ maxLength: 200, description: 'The `next` of the page before.' })),
  limit: Type.Optional(
    Type.String({ description: `How many items, from 1 to ${largestLimit}; ${defaultLimit} unless told.` }),
  ),
});

/** The ids of ours are ASCII, and a database would refuse a NUL, or letters where it has numbers. */
const idForms = { names: /^[\x21-\x7e]{1,100}$/, numbers: /^\d{1,15}$/ };

/**
 * @param ids what the ids of the list are.
 * @throws Problem `invalid_request` naming `cursor` or `limit`.
 */
export function readPage(
  { cursor, limit }: Static<typeof pageQuery>,
  ids: keyof typeof idForms = 'names',
): { after: Place | undefined; limit: number } {
  const number = limit === undefined ? defaultLimit : /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  if (number < 1 || number > largestLimit) {
    throw fieldProblem('limit', `Must be a whole number from 1 to ${largestLimit}.`);
  }
  return { after: cursor === undefined ? undefined : decodeCursor(cursor, idForms[ids]), limit: number };
}

/** A page out of the rows that were found, of which there is one more than asked for where the list goes on. */
export function toPage<R extends Place, I>(rows: readonly R[], limit: number, toItem: (row: R) => I) {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(toItem), next: last ? encodeCursor(last) : null };
}

function encodeCursor({ createdAt, id }: Place): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url');
}

function decodeCursor(cursor: string, idForm: RegExp): Place {
  const [, time, id = ''] = /^(\d{1,15}) (.+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (!idForm.test(id)) throw fieldProblem('cursor', 'Must be the `next` of the page before.');
  return { createdAt: Number(time), id };
}
