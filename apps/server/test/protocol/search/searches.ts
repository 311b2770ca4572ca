import { clientWithoutKeys, goodClient } from './client-rules.ts';
import type { Setting } from './present.ts';
import type { Events } from './world.ts';

export interface Search extends Omit<Setting, 'decide'>, Events {
  readonly name: string;
  /** How many worlds it visits. A search that sees less than before checks less. */
  readonly states: number;
}

const client = { client: goodClient, hasThief: false, grace: 1, messages: 2, crashes: 1, keyChanges: 0 };
const theft = { ...client, hasThief: true };

/** A few seconds. */
export const shortSearches: readonly Search[] = [
  { ...client, name: 'three messages at a time', messages: 3, generations: 4, states: 25_386 },
  { ...client, name: 'a grace of two steps', grace: 2, generations: 3, states: 10_751 },
  { ...client, name: 'a change of the secret key', keyChanges: 1, generations: 3, states: 16_674 },
  { ...client, name: 'no keys', client: clientWithoutKeys, grace: 2, generations: 3, states: 8_355 },
  { ...theft, name: 'a thief and a crash', generations: 2, states: 31_407 },
  { ...theft, name: 'a thief, no crash', crashes: 0, generations: 3, states: 63_209 },
];

/** A minute and a half, and 1 GB. */
export const longSearches: readonly Search[] = [
  { ...client, name: 'four generations, all', messages: 3, keyChanges: 1, generations: 4, states: 133_807 },
  { ...client, name: 'two crashes', grace: 2, crashes: 2, generations: 4, states: 79_268 },
  {
    ...theft,
    name: 'a thief of a client without keys',
    client: clientWithoutKeys,
    generations: 2,
    states: 24_254,
  },
  { ...theft, name: 'a thief and a change of the key', keyChanges: 1, generations: 2, states: 214_828 },
  { ...theft, name: 'a thief, a crash, three generations', generations: 3, states: 453_533 },
];
