import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onEveryDatabase } from '../support/databases.ts';
import { commands, type Command } from './model/commands.ts';
import { startNodes, type Nodes } from './model/nodes.ts';
import { play } from './model/play.ts';
import { contractRules, type ModelRules } from './model/session-model.ts';

/*
 * Random sequences of everything that happens to sessions, on two nodes of the real service, against a simple model of
 * the contract's refresh table (model/session-model.ts). PROPERTY_RUNS=5000 in the environment plays more of them;
 * npm run test:long plays 2,000. A failure prints the shortest sequence that was found, what was expected, and the seed
 * and path that repeat it.
 */
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 100);
const timeout = 120_000 + numRuns * 2_000;

/** Everything that can happen, once: chance might leave something out. */
const everything: readonly Command[] = [
  { do: 'log in', hasKeys: false },
  { do: 'refresh', client: 0, node: 0, fate: 'answer lost' },
  { do: 'step clock', seconds: 3_600 },
  { do: 'restart', node: 1, newKey: true },
  { do: 'refresh', client: 0, node: 1, fate: 'answer late' },
  { do: 'restart', node: 0, newKey: false },
  { do: 'race', client: 0, tabs: 6 },
  { do: 'receive late answers', client: 0 },
  { do: 'hurry', client: 0, times: 30 },
  { do: 'lose writes', client: 0, back: 8 },
  { do: 'start with a wrong key' },
  { do: 'refresh', client: 0, node: 1, fate: 'answered' },
  { do: 'steal', client: 0, back: 1 },
  { do: 'use stolen', which: 0, node: 0, hasKey: false },
  { do: 'forge', client: 0, node: 0, digit: 30 },
  { do: 'change password', client: 0, node: 1 },
  { do: 'refresh', client: 1, node: 0, fate: 'answered' },
  { do: 'step clock', seconds: 60 },
  { do: 'use stolen', which: 1, node: 1, hasKey: true },
  { do: 'refresh', client: 0, node: 0, fate: 'answered' },
  { do: 'log in', hasKeys: true },
  { do: 'log out', client: 2, node: 0, back: 0 },
  { do: 'refresh', client: 2, node: 1, fate: 'answered' },
];

const sequences = (nodes: Nodes, rules: ModelRules, answers: Map<string, number>) =>
  fc.asyncProperty(commands, (sequence) => play(sequence, { nodes, rules, answers }));

onEveryDatabase('the sessions of two nodes', (kind) => {
  test('do what the model says, when everything happens once', async () => {
    await play(everything, { nodes: await startNodes(kind), rules: contractRules, answers: new Map() });
  });

  test(
    `do what the model says, in ${numRuns} random sequences`,
    async () => {
      const nodes = await startNodes(kind);
      const answers = new Map<string, number>();
      await fc.assert(sequences(nodes, contractRules, answers), { numRuns });
      const frequent = ['client: rotated', 'client: replayed', 'thief: rotated', 'thief: replayed'];
      const refused = ['client: session_ended', 'thief: refresh_token_reused'];
      if (numRuns >= 100)
        expect([...answers.keys()]).toEqual(expect.arrayContaining([...frequent, ...refused]));
    },
    timeout,
  );
});

// Any seed finds each of them within some dozens of sequences; these do within five.
test.each([
  ['a grace of 20 seconds', { grace: 20_000 }, 4],
  ['a grace of 5 seconds', { grace: 5_000 }, 39],
  ['a refresh lifetime of 60 days', { refreshLifetime: 2 * contractRules.refreshLifetime }, 31],
])(
  'a model that is wrong, with %s, is found out',
  async (_name, wrong, seed) => {
    const nodes = await startNodes('SQLite');
    const property = sequences(nodes, { ...contractRules, ...wrong }, new Map());
    const { failed, errorInstance } = await fc.check(property, { numRuns: 1_000, seed, endOnFailure: true });
    expect(failed).toBe(true);
    expect(errorInstance).toMatchObject({
      cause: { message: expect.stringMatching(/^expected .* got/) as string },
    });
  },
  timeout,
);
