import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { publishedKids } from '../support/signing-keys.ts';
import { newInstallation, runLatchkey, startServer, type ServerProcess } from '../support/server-process.ts';

const word = (name: string, text: string): string =>
  new RegExp(`^${name} +(\\S+)$`, 'm').exec(text)?.[1] ?? '';

/** What a server learns of by itself. @returns how long that took, in milliseconds. */
async function untilPublished(server: ServerProcess, count: number): Promise<number> {
  const begin = performance.now();
  await eventually(`${count} published keys`, async () => (await publishedKids(server)).length === count);
  return performance.now() - begin;
}

describe('two servers that run, and the command line beside them', () => {
  test('a rotation, and the end of a key, reach every server in a moment; others are told what to do', async () => {
    const installation = await newInstallation('PostgreSQL', { JWT_ALGORITHM: 'ES256' });
    const servers = [await startServer(installation), await startServer(installation)];
    const keys = (...args: string[]) => runLatchkey(installation, ['keys', ...args]);
    const [first = ''] = await publishedKids(servers[0] ?? expect.fail());
    const rotated = await keys('rotate');
    expect(rotated).toMatchObject({ code: 0, stderr: '' });
    const kid = word('kid', rotated.stdout);
    const from = Date.parse(word('signs from', rotated.stdout));
    expect(from - Date.now()).toBeGreaterThan(9 * 60_000);
    expect(rotated.stdout).toContain(`Until then ${first} signs`);
    for (const server of servers) expect(await untilPublished(server, 2)).toBeLessThan(5_000);

    const [listed, again, signing, unnamed] = await Promise.all([
      keys('list'),
      keys('rotate'),
      keys('retire', first, '--now'),
      keys('retire'),
    ]);
    expect(listed.stdout).toMatch(new RegExp(`^${kid} +ES256 +\\S+ +published, signs from \\S+Z$`, 'm'));
    expect(listed.stdout).toMatch(new RegExp(`^${first} +ES256 +\\S+ +signing$`, 'm'));
    expectRefusal(again, kid, 'is about to sign');
    expectRefusal(signing, 'It signs access tokens');
    expectRefusal(unnamed, 'latchkey keys list', 'latchkey secret-keys retire');

    // A command that is told another algorithm than the servers changes nothing.
    const shown = await runLatchkey({ ...installation, JWT_ALGORITHM: 'HS256' }, ['keys', 'show']);
    expect(word('kid', shown.stdout)).toBe(first);
    expect(await keys('retire', kid)).toMatchObject({ code: 0 });
    for (const server of servers) expect(await untilPublished(server, 1)).toBeLessThan(5_000);
  });
});

test('HS256: two steps, the first of which shows the secret, and one that refuses', async () => {
  const installation = await newInstallation('SQLite');
  const keys = (...args: string[]) => runLatchkey(installation, ['keys', ...args]);
  // The first command makes the key that the first server would make.
  expect((await keys('list')).stdout).toMatch(/^\S+ +HS256 +\S+ +signing$/m);
  expectRefusal(await keys('rotate'), 'two steps', 'keys add', 'keys activate');
  const added = await keys('add');
  const kid = word('kid', added.stdout);
  expect(word('secret', added.stdout)).toMatch(/^[\w-]{64}$/);
  expect(added.stdout).toContain(`latchkey keys activate ${kid}`);
  expect((await keys('activate', kid)).stdout).toMatch(/^\S+ signs from \S+Z on\.\n$/);
});

test('where JWT_SIGNING_KEY is given, every command that would change the key says where to change it', async () => {
  const JWT_SIGNING_KEY = 'the secret that all services share, 32 bytes';
  const installation = await newInstallation('SQLite', { JWT_SIGNING_KEY });
  const { stdout } = await runLatchkey(installation, ['keys', 'list']);
  const [, kid = ''] = /^(\S+) +HS256 +\S+ +signing \(JWT_SIGNING_KEY\)$/m.exec(stdout) ?? [];
  // Nor does one that was not told of it.
  const untold = { ...installation, JWT_SIGNING_KEY: '' };
  const commands = [['rotate'], ['rotate', '--now'], ['add'], ['activate', kid]];
  const answers = await Promise.all(commands.map((args) => runLatchkey(untold, ['keys', ...args])));
  for (const answer of answers) expectRefusal(answer, 'JWT_SIGNING_KEY of the servers');
});
