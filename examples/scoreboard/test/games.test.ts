import { generateGame, getScore } from 'game-score';
import { formatGame, TEXT_FORMATS } from 'game-score/formats';
import { expect, test } from 'vitest';
import { asStaff, asUser, start } from './support/start.ts';

const teams = { home: 'Harbour', away: 'Hill' };
const small = [
  { offset: 0, score: { home: 0, away: 0 } },
  { offset: 40, score: { home: 1, away: 0 } },
  { offset: 75, score: { home: 1, away: 1 } },
  { offset: 90, score: { home: 1, away: 1 } },
];

test('the score is that of game-score at every moment, and the timeline has what changed', async () => {
  const app = start([{ ...teams, seed: 'derby' }]);
  const stamps = generateGame({ seed: 'derby' });
  const { body } = await asUser(app)('GET', '/games/1');
  expect(body).toMatchObject({ ...teams, duration: 100_003, finalScore: { home: 2, away: 2 } });
  const { changes } = body as { changes: readonly { offset: number }[] };
  expect(changes.length).toBe(4);
  for (const at of [-1, 0, 0.5, 1e9, ...changes.flatMap(({ offset }) => [offset - 1, offset, offset + 1])]) {
    const answer = await asUser(app)('GET', `/games/1/score?at=${at}`);
    expect(answer).toMatchObject({ status: 200, body: getScore(stamps, at) });
  }
});

test.each(TEXT_FORMATS)('a game comes as %s', async (format) => {
  const app = start();
  const added = await asStaff(app)('POST', '/games', { ...teams, game: formatGame(small, format) });
  expect(added).toMatchObject({ status: 201, body: { id: 1, ...teams, duration: 90 } });
  expect(await asUser(app)('GET', '/games/1/score?at=74')).toMatchObject({ body: { home: 1, away: 0 } });
});

test('a whole generated game can be uploaded as JSON', async () => {
  const game = formatGame(generateGame({ seed: 'big' }), 'json');
  expect(await asStaff(start())('POST', '/games', { ...teams, game })).toMatchObject({ status: 201 });
});

const manyChanges = Array.from({ length: 2_002 }, (_, i) => `${i},${i},0`).join('\n');

test.each([
  [
    'names the line of a fault',
    { game: 'offset,home,away\n0,0,0\n40,one,0\n' },
    'line 3: score.home must be',
  ],
  ['refuses a score that falls', { game: 'offset,home,away\n0,1,0\n1,0,0\n' }, 'line 3: score.home falls'],
  ['refuses an empty text', { game: '' }, 'there is no game'],
  ['refuses a game without stamps', { game: '[]' }, 'A game has stamps'],
  ['refuses a game that begins before 0', { game: 'offset,home,away\n-5,0,0\n' }, 'begin at 0'],
  ['refuses more changes than a plot can show', { game: `offset,home,away\n${manyChanges}\n` }, '2000 times'],
  ['asks for a game or a seed', {}, 'either a game or a seed'],
  ['takes no game beside a seed', { game: '[]', seed: 'derby' }, 'either a game or a seed'],
])('%s, and adds nothing', async (_what, text, sentence) => {
  const app = start();
  const { status, type, body } = await asStaff(app)('POST', '/games', { ...teams, ...text });
  expect([status, type]).toEqual([400, expect.stringMatching(/^application\/problem\+json/)]);
  expect(body).toMatchObject({ code: 'invalid_game', errors: { game: [expect.stringContaining(sentence)] } });
  expect(await asUser(app)('GET', '/games')).toMatchObject({ body: { games: [] } });
});

test.each([
  ['GET', '/games/1', undefined, 404, 'not_found'],
  ['GET', '/games/0/score?at=1', undefined, 404, 'not_found'],
  ['GET', '/nothing', undefined, 404, 'not_found'],
  ['GET', '/games/%zz', undefined, 400, 'invalid_request'],
  ['GET', `/games/${'1'.repeat(101)}`, undefined, 414, 'invalid_request'],
  ['GET', '/games/first', undefined, 400, 'invalid_request'],
  ['GET', '/games/1/score', undefined, 400, 'invalid_request'],
  ['GET', '/games/1/score?at=noon', undefined, 400, 'invalid_request'],
  ['GET', '/games/1/score?at=', undefined, 400, 'invalid_request'],
  ['GET', '/games/1/score?at=1&at=2', undefined, 400, 'invalid_request'],
  ['POST', '/games', { home: ' ', away: 'Hill', seed: '1' }, 400, 'invalid_request'],
  ['POST', '/games', { home: 'Harbour', seed: '1' }, 400, 'invalid_request'],
  ['POST', '/games', { ...teams, game: 'x'.repeat(5_000_000) }, 413, 'too_large'],
  ['POST', '/games', 'no JSON', 415, 'invalid_request'],
] as const)('%s %s is answered with what to do', async (method, url, payload, status, code) => {
  const answer = await asStaff(start())(method, url, payload);
  expect(answer).toMatchObject({
    status,
    body: { code, status, detail: expect.stringMatching(/\w/) as string },
  });
});

test('memory has an end: the 101st game is refused', async () => {
  const app = start(Array.from({ length: 100 }, () => ({ ...teams, game: '0,0,0' })));
  const answer = await asStaff(app)('POST', '/games', { ...teams, seed: 'one more' });
  expect(answer).toMatchObject({ status: 409, body: { code: 'too_many_games' } });
});
