import type { TSchema } from 'typebox';
import type { ProblemCode } from './problems.ts';

/** Who may call: anybody; who has an access token; whose session lives besides; who may administer besides. */
export type Access = 'anybody' | 'access token' | 'live session' | 'admin';

/** What the documentation says of an operation. */
interface Described {
  /** For ever: generated clients have it as the name of a function. */
  readonly id: string;
  readonly tag: Tag;
  /** A few words, without a full stop. */
  readonly summary: string;
  /** In Markdown. */
  readonly description?: string;
  readonly access: Access;
  /** Beside those that every operation of this access and method can have. */
  readonly problems?: readonly ProblemCode[];
}

interface RouteSchema {
  readonly body?: TSchema;
  readonly querystring?: TSchema;
  readonly params?: TSchema;
  readonly headers?: TSchema;
  /** The answers that are no problems. A problem is written by the error handler, whatever the route. */
  readonly response: Readonly<Record<number, TSchema>>;
}

export const tags = {
  'Sign in': 'Accounts are made, sessions begin, go on and end.',
  'Own account': 'What the owner of an account sees and changes.',
  'Own sessions': 'Where the owner of an account is signed in.',
  Passwords: 'Changing a password, and setting one through a link.',
  'E-mail addresses': 'Proving that an address is one’s own.',
  Settings: 'What holds while the server runs. For admins.',
  Accounts: 'Everybody’s accounts. For admins.',
  Sessions: 'Everybody’s sessions. For admins.',
  Keys: 'What signs access tokens. For admins.',
  Mail: 'The outbox. For admins.',
  'Audit trail': 'What happened. For admins.',
  Installation: 'The installation itself: its state, its keys, its first admin.',
} as const;

type Tag = keyof typeof tags;

/** The schema of a route, and what the documentation says of it: one place for validation, types and OpenAPI. */
export function operation<const S extends RouteSchema>(described: Described, schema: S) {
  const { id, tag, summary, description, access, problems = [] } = described;
  return {
    ...schema,
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: access === 'anybody' ? [] : [{ accessToken: [] }],
    'x-problems': [...problemsOfAccess[access], ...problems],
  };
}

const tokenProblems = ['access_token_missing', 'access_token_invalid', 'access_token_expired'] as const;

const problemsOfAccess: Readonly<Record<Access, readonly ProblemCode[]>> = {
  anybody: [],
  'access token': tokenProblems,
  'live session': tokenProblems,
  admin: [...tokenProblems, 'forbidden'],
};
