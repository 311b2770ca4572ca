import { expect, test } from 'vitest';
import { hashOnThread } from './hash-threads.ts';

const options = { algorithm: 2, memoryCost: 64, timeCost: 1, parallelism: 1 };
const hashOf = (password: string) => hashOnThread({ password, options }, 2, false).then(String);

test.each([
  ['answered one by one', false],
  ['answered a few at a time', true],
])('of many that are asked at once, %s, each gets the own answer', async (_name, isPressed) => {
  const passwordHash = await hashOf('the right one');
  const passwords = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 'the right one' : `wrong ${i}`));
  const answers = passwords.map((password) => hashOnThread({ password, passwordHash }, 2, isPressed));
  expect(await Promise.all(answers)).toEqual(passwords.map((password) => password === 'the right one'));
});

test('what is no hash fails alone, among others that wait for the same thread', async () => {
  const passwordHash = await hashOf('the right one');
  const ask = (hash: string) => hashOnThread({ password: 'the right one', passwordHash: hash }, 1, true);
  const answers = await Promise.allSettled([ask(passwordHash), ask('no hash'), ask(passwordHash)]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
