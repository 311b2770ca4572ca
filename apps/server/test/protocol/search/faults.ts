import {
  decideRefresh,
  type Presented,
  type Rules,
  type SessionState,
} from '../../../src/features/sessions/protocol.ts';
import { goodClient, type ClientRules } from './client-rules.ts';
import type { BrokenPromise } from './promises.ts';

/*
 * Protocols and clients with one fault each. The search has to find a broken promise in every one: a search that
 * finds nothing would prove nothing.
 */

type Decide = typeof decideRefresh;

interface ServerFault {
  readonly name: string;
  readonly promise: BrokenPromise;
  readonly decide: Decide;
}

export const serverFaults: readonly ServerFault[] = [
  {
    name: 'there is no grace',
    promise: 'an honest client is never logged out',
    decide: (state, presented, rules, now, key) =>
      decideRefresh(state, presented, { ...rules, grace: -1 }, now, key),
  },
  {
    name: 'there are no late retries',
    promise: 'an honest client is never logged out',
    decide: (state, presented, ...rest) =>
      decideRefresh(state, { ...presented, idempotencyDigest: null }, ...rest),
  },
  {
    name: 'a newer token is taken for reuse',
    promise: 'an honest client is never logged out',
    decide: (state, presented, ...rest) => {
      const decision = decideRefresh(state, presented, ...rest);
      const isNewer = presented.generation > state.generation;
      return decision.kind === 'rotate' && isNewer ? { kind: 'reuse' } : decision;
    },
  },
  {
    name: 'tokens whose rotation was lost have no grace',
    promise: 'an honest client is never logged out',
    decide: changeRotation((next, state) => ({
      ...next,
      earlierRotations: next.earlierRotations.filter(([from]) => from < state.generation),
    })),
  },
  {
    name: 'a late retry needs no key',
    promise: 'a late retry without its key gets nothing',
    decide: (state, presented, ...rest) => {
      const decision = decideRefresh(state, presented, ...rest);
      const isTheOneBefore = presented.generation === state.generation - 1;
      return decision.kind === 'reuse' && isTheOneBefore ? { kind: 'replay' } : decision;
    },
  },
  {
    name: 'reuse is not detected',
    promise: 'a late retry without its key gets nothing',
    decide: (...given) => {
      const decision = decideRefresh(...given);
      return decision.kind === 'reuse' ? { kind: 'replay' } : decision;
    },
  },
  {
    name: 'the grace is that of the last rotation',
    promise: 'a copy that both have used more than the grace apart ends the session',
    decide: (state, presented, rules, now, key) => {
      const decision = decideRefresh(state, presented, rules, now, key);
      return decision.kind === 'reuse' && now - state.rotatedAt <= rules.grace
        ? { kind: 'replay' }
        : decision;
    },
  },
  {
    name: 'a superseded token rotates within the grace',
    promise: 'a superseded token changes nothing',
    decide: (state, presented, ...rest) => {
      const decision = decideRefresh(state, presented, ...rest);
      return decision.kind === 'replay'
        ? decideRefresh(state, { ...presented, generation: state.generation }, ...rest)
        : decision;
    },
  },
  {
    name: 'a rotation skips a generation',
    promise: 'a rotation is one step from what was presented',
    decide: changeRotation((next) => ({ ...next, generation: next.generation + 1 })),
  },
  {
    name: 'an ended session is refreshed',
    promise: 'an ended session stays ended',
    decide: (state, ...rest) => decideRefresh({ ...state, endedAt: null, endReason: null }, ...rest),
  },
  {
    name: 'the key of the token before is forgotten',
    promise: "the row names the key of the client's token",
    decide: changeRotation((next) => ({ ...next, previousKeyId: next.keyId })),
  },
];

function changeRotation(change: (next: SessionState, state: SessionState) => SessionState): Decide {
  return (state: SessionState, presented: Presented, rules: Rules, now: number, signingKeyId: number) => {
    const decision = decideRefresh(state, presented, rules, now, signingKeyId);
    return decision.kind === 'rotate' ? { kind: 'rotate', next: change(decision.next, state) } : decision;
  };
}

interface ClientFault {
  readonly name: string;
  readonly client: ClientRules;
}

export const clientFaults: readonly ClientFault[] = [
  { name: 'makes a new key for every retry', client: { ...goodClient, keepsKeys: false } },
  { name: 'stores whatever answer comes', client: { ...goodClient, comparesBeforeStoring: false } },
  { name: 'spends a token while a retry is under way', client: { ...goodClient, waitsForRetries: false } },
  { name: 'has a network that delivers after an hour', client: { ...goodClient, arrivesInTime: false } },
];
