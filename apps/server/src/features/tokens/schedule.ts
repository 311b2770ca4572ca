/** How long whoever verifies tokens may keep the public keys. */
export const jwksMaxAgeSeconds = 300;
/**
 * How long a public key is published before it signs, in milliseconds: whoever verifies may keep the keys for the
 * max-age, and got them from a cache on the way that may have kept them as long.
 */
export const publishedBeforeMs = 2 * jwksMaxAgeSeconds * 1_000;
/** How long any other key waits: every node looks twice a second which keys there are, and must know it by then. */
export const nodesLearnMs = 10_000;

/** What decides when a key signs. Times are those of the database's clock, in milliseconds since the epoch. */
export interface Scheduled {
  readonly kid: string;
  /** null: nobody has let it sign yet. */
  readonly signsFrom: number | null;
}

/** `added`: known and without a time; `waiting`: it will sign; `superseded`: it has signed, and another one does. */
export const keyStates = ['added', 'waiting', 'signing', 'superseded'] as const;
export type KeyState = (typeof keyStates)[number];

/**
 * Those that have a time, the one that signs first: of the keys whose time has come the latest. Where none has come,
 * because the clock was set back, the earliest signs.
 */
export function inOrderOfSigning<K extends Scheduled>(keys: readonly K[], now: number): K[] {
  const timed = keys.filter(({ signsFrom }) => signsFrom !== null);
  const due = timed.filter((key) => from(key) <= now).sort((a, b) => from(b) - from(a));
  const waiting = timed.filter((key) => from(key) > now).sort((a, b) => from(a) - from(b));
  return [...due, ...waiting];
}

export function stateOf(key: Scheduled, keys: readonly Scheduled[], now: number): KeyState {
  if (key.signsFrom === null) return 'added';
  if (inOrderOfSigning(keys, now)[0]?.kid === key.kid) return 'signing';
  return key.signsFrom > now ? 'waiting' : 'superseded';
}

/** When the next key began to sign in its place; undefined where none did. */
export function supersededAt(key: Scheduled, keys: readonly Scheduled[], now: number): number | undefined {
  const later = keys.map(from).filter((time) => time > from(key) && time <= now);
  return later.length === 0 ? undefined : Math.min(...later);
}

function from({ signsFrom }: Scheduled): number {
  return signsFrom ?? Infinity;
}
