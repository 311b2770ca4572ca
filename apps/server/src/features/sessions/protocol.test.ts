import { describe, expect, test } from 'vitest';
import { goodClient } from '../../../test/protocol/search/client-rules.ts';
import { explore } from '../../../test/protocol/search/explore.ts';
import { clientFaults, serverFaults } from '../../../test/protocol/search/faults.ts';
import { longSearches, shortSearches } from '../../../test/protocol/search/searches.ts';
import { decideRefresh, type Presented, type Rules, type SessionState } from './protocol.ts';

/*
 * An exhaustive search: every order in which requests, answers, losses, time, crashes, key changes and a thief can
 * follow each other, within the bounds of each search. docs/refresh-protocol.md describes its world and the promises.
 * With PROPERTY_RUNS in the environment it goes further.
 */

const isLong = process.env['PROPERTY_RUNS'] !== undefined;

describe('every promise holds in every world that can be reached with', () => {
  const searches = isLong ? [...shortSearches, ...longSearches] : shortSearches;
  test.each(searches.map((search) => [search.name, search.states, search] as const))(
    '%s: %d worlds',
    (_name, _states, search) => {
      const { broken, states, decisions } = explore({ ...search, decide: decideRefresh }, search);
      expect(broken).toBeUndefined();
      expect(states).toBe(search.states);
      // Nothing is promised where nothing happens.
      const seen = search.hasThief
        ? [
            'client: replay',
            'client: reuse',
            'client: rotate',
            'thief: replay',
            'thief: reuse',
            'thief: rotate',
          ]
        : ['client: replay', 'client: rotate'];
      expect(Object.keys(decisions).sort()).toEqual(seen);
    },
    300_000,
  );
});

describe('the search finds the fault where', () => {
  const wide = { hasThief: true, grace: 1, messages: 2, generations: 3 };

  test.each(serverFaults.map((fault) => [fault.name, fault] as const))('%s', (_name, { decide, promise }) => {
    const { broken } = explore({ ...wide, client: goodClient, decide }, { crashes: 1, keyChanges: 1 });
    expect(broken?.promise).toBe(promise);
  });

  test.each(clientFaults.map((fault) => [fault.name, fault] as const))(
    'the client %s',
    (_name, { client }) => {
      const setting = { ...wide, hasThief: false, client, decide: decideRefresh };
      const { broken } = explore(setting, { crashes: 0, keyChanges: 0 });
      expect(broken?.promise).toBe('an honest client is never logged out');
    },
  );
});

describe('lifetimes, which the search leaves out:', () => {
  const rules: Rules = { grace: 10, refreshLifetime: 1_000, absoluteLifetime: 2_500 };
  const state: SessionState = {
    createdAt: 0,
    generation: 3,
    keyId: 1,
    previousKeyId: 1,
    rotatedAt: 0,
    earlierRotations: [],
    idempotencyDigest: 'key',
    expiresAt: 1_000,
    endedAt: null,
    endReason: null,
  };
  const current: Presented = { generation: 3, keyId: 1, idempotencyDigest: null };
  const decide = (presented: Presented, now: number, given = state, by = rules) =>
    decideRefresh(given, presented, by, now, 1);

  test('an expired session is expired for each of its tokens, and forgotten a lifetime later', () => {
    for (const presented of [
      current,
      { ...current, generation: 1 },
      { ...current, generation: 2, idempotencyDigest: 'key' },
    ]) {
      expect(decide(presented, 1_000)).toEqual({ kind: 'expired' });
      expect(decide(presented, 2_000)).toEqual({ kind: 'expired' });
      expect(decide(presented, 2_001)).toEqual({ kind: 'forgotten' });
    }
  });

  test('an ended session says why until a lifetime later, whatever became of its expiry', () => {
    const ended: SessionState = { ...state, endedAt: 900, endReason: 'logout' };
    expect(decide(current, 1_900, ended)).toEqual({ kind: 'ended', reason: 'logout' });
    expect(decide(current, 1_901, ended)).toEqual({ kind: 'forgotten' });
  });

  test('a rotation resets the lifetime, up to the absolute one, and nothing refreshes past that', () => {
    const at = (now: number) => decide(current, now, { ...state, expiresAt: now + 1 });
    expect(at(900)).toMatchObject({ kind: 'rotate', next: { expiresAt: 1_900 } });
    expect(at(2_400)).toMatchObject({ kind: 'rotate', next: { expiresAt: 2_500 } });
    expect(at(2_500)).toEqual({ kind: 'expired' });
    const unlimited = decide(current, 900, state, { ...rules, absoluteLifetime: 0 });
    expect(unlimited).toMatchObject({ kind: 'rotate', next: { expiresAt: 1_900 } });
  });
});
