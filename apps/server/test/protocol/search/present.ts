import type { decideRefresh, Decision, Rules } from '../../../src/features/sessions/protocol.ts';
import type { ClientRules } from './client-rules.ts';
import type { Party, Token, World } from './world.ts';

export interface Setting {
  readonly decide: typeof decideRefresh;
  /** In steps of time. */
  readonly grace: number;
  readonly client: ClientRules;
  readonly hasThief: boolean;
  /** How many messages of the client can be on their way at a time: tabs, and answers that come late. */
  readonly messages: number;
  /** Where the search ends: nothing rotates beyond. */
  readonly generations: number;
}

/** Lifetimes are no part of the search: an expired session is over for everybody. */
export function rulesOf({ grace }: Setting): Rules {
  return { grace, refreshLifetime: Infinity, absoluteLifetime: 0 };
}

export interface Presentation {
  readonly by: Party;
  readonly token: Token;
  readonly decision: Decision;
}

export interface Presented extends Presentation {
  readonly after: World;
  /** The token that the answer holds. */
  readonly granted: Token | undefined;
}

/** Presents a token to the server; undefined where that would lead beyond the end of the search. */
export function present(
  world: World,
  by: Party,
  token: Token,
  idempotencyDigest: string | null,
  setting: Setting,
): Presented | undefined {
  const presented = { ...token, idempotencyDigest };
  const decision = setting.decide(world.row, presented, rulesOf(setting), 0, world.signingKeyId);
  const used = setting.hasThief ? { ...world, uses: countUse(world, by, token.generation) } : world;
  switch (decision.kind) {
    case 'rotate': {
      const row = decision.next;
      if (row.generation > setting.generations) return undefined;
      const past = world.crashesLeft > 0 ? [...world.past, world.row] : [];
      return { by, token, decision, after: { ...used, row, past }, granted: tokenOf(row) };
    }
    case 'replay':
      return { by, token, decision, after: used, granted: tokenOf(world.row) };
    case 'reuse':
      return { by, token, decision, after: end(used, 'reuse'), granted: undefined };
    default:
      return { by, token, decision, after: used, granted: undefined };
  }
}

function tokenOf({ generation, keyId }: World['row']): Token {
  return { generation, keyId };
}

/** A session that has ended is not looked at any further. */
export function end(world: World, endReason: 'logout' | 'reuse'): World {
  return { ...world, row: { ...world.row, endedAt: 0, endReason } };
}

/** Uses of tokens older than any that can be stolen do not matter. */
function countUse({ uses, stolen, stored }: World, by: Party, generation: number): World['uses'] {
  const oldest = stolen?.[0]?.generation ?? stored.token.generation;
  const before = uses.find((use) => use.generation === generation);
  const now = { client: null, thief: null, first: by, ...before, generation };
  return [...uses.filter((use) => use !== before), { ...now, [by]: now[by] ?? 0 }]
    .filter((use) => use.generation >= oldest)
    .sort((a, b) => a.generation - b.generation);
}
