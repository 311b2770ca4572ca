import type { SessionState } from '../../../src/features/sessions/protocol.ts';

/*
 * The world of the search: one session, its honest client and perhaps a thief. Times are whole steps and count from
 * now, which is always 0.
 */

export interface Token {
  readonly generation: number;
  readonly keyId: number;
}

export type Party = 'client' | 'thief';

/** What the honest client's storage holds; its tabs share it. */
export interface Stored {
  readonly token: Token;
  /** How long ago the first request with this token was sent; null: none yet. */
  readonly sentAgo: number | null;
}

export interface Request {
  readonly kind: 'request';
  readonly token: Token;
  readonly idempotencyKey: string | null;
  /** How long ago it was sent. */
  readonly age: number;
  /** Whether the token had been sent before, at an earlier time. */
  readonly isRetry: boolean;
}

export interface Answer {
  readonly kind: 'answer';
  /** The generation of the token that was sent. */
  readonly asked: number;
  readonly token: Token;
}

/** When each party used a token for the first time. What the database has forgotten is not counted. */
export interface FirstUses {
  readonly generation: number;
  readonly first: Party;
  readonly client: number | null;
  readonly thief: number | null;
}

export interface World {
  readonly row: SessionState;
  /** Rows of the past that a crash can bring back, oldest first. */
  readonly past: readonly SessionState[];
  readonly crashesLeft: number;
  readonly keyChangesLeft: number;
  readonly hasLostWrites: boolean;
  readonly signingKeyId: number;
  readonly stored: Stored;
  /** Requests and answers of the honest client that are on their way. */
  readonly messages: readonly (Request | Answer)[];
  /** What the thief holds; null: nothing was stolen yet. */
  readonly stolen: readonly Token[] | null;
  readonly uses: readonly FirstUses[];
}

/** What happens to the installation at most so many times. */
export interface Events {
  readonly crashes: number;
  readonly keyChanges: number;
}

export function beginWorld({ crashes, keyChanges }: Events): World {
  const row: SessionState = {
    createdAt: 0,
    generation: 0,
    keyId: 1,
    previousKeyId: 1,
    rotatedAt: 0,
    earlierRotations: [],
    idempotencyDigest: null,
    expiresAt: Infinity,
    endedAt: null,
    endReason: null,
  };
  return {
    row,
    past: [],
    crashesLeft: crashes,
    keyChangesLeft: keyChanges,
    hasLostWrites: false,
    signingKeyId: 1,
    stored: { token: { generation: 0, keyId: 1 }, sentAgo: null },
    messages: [],
    stolen: null,
    uses: [],
  };
}

/** Lets time pass. What is longer ago than the grace is all the same age. */
export function pass(world: World, steps: number, grace: number): World {
  const older = (age: number): number => Math.min(age + steps, grace + 1);
  const olderOrNever = (age: number | null): number | null => (age === null ? null : older(age));
  const olderRow = (row: SessionState): SessionState => ({
    ...row,
    rotatedAt: -older(-row.rotatedAt),
    earlierRotations: row.earlierRotations.map(([from, at]) => [from, -older(-at)] as const),
  });
  return {
    ...world,
    row: olderRow(world.row),
    past: world.past.map(olderRow),
    stored: { ...world.stored, sentAgo: olderOrNever(world.stored.sentAgo) },
    messages: world.messages.map((message) =>
      message.kind === 'answer' ? message : { ...message, age: older(message.age) },
    ),
    uses: world.uses.map((use) => {
      // Once both have used a token, what counts is when the client did, if it was the first.
      const isMet = use.client !== null && use.thief !== null;
      return {
        ...use,
        client: isMet && use.first === 'thief' ? use.client : olderOrNever(use.client),
        thief: isMet ? use.thief : olderOrNever(use.thief),
      };
    }),
  };
}

/** Two worlds with the same text have the same future. */
export function describeWorld(world: World): string {
  const { row, past, stored, messages, stolen, uses } = world;
  const events = `${world.crashesLeft}${world.hasLostWrites ? '!' : ''}${world.keyChangesLeft}`;
  const storage = `${describeToken(stored.token)}@${stored.sentAgo}`;
  const thief = stolen === null ? '-' : stolen.map(describeToken).join(' ');
  const used = uses.map((use) => `${use.generation}${use.first}${use.client},${use.thief}`).join(' ');
  const underWay = messages.map(describeMessage).sort().join(' ');
  const earlier = past.map(describeRow).join('/');
  return `${describeRow(row)}|${earlier}|${events}|${storage}|${underWay}|${thief}|${used}`;
}

const rowTexts = new WeakMap<SessionState, string>();

/** Most steps leave the rows alone. */
function describeRow(row: SessionState): string {
  const known = rowTexts.get(row);
  if (known !== undefined) return known;
  const rotations = row.earlierRotations.map(([from, at]) => `${from}@${-at}`).join(',');
  const keys = `${row.keyId},${row.previousKeyId}`;
  const text = `${row.generation};${keys};${-row.rotatedAt};${rotations};${row.idempotencyDigest}`;
  rowTexts.set(row, text);
  return text;
}

function describeToken({ generation, keyId }: Token): string {
  return `${generation}.${keyId}`;
}

function describeMessage(message: Request | Answer): string {
  return message.kind === 'request'
    ? `?${describeToken(message.token)};${message.idempotencyKey};${message.age}${message.isRetry ? 'r' : ''}`
    : `!${message.asked}:${describeToken(message.token)}`;
}
