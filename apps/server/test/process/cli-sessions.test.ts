import { describe, expect, test } from 'vitest';
import { onEveryDatabase } from '../support/databases.ts';
import { eventually } from '../support/eventually.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { readDatabase } from '../support/read-database.ts';
import { newInstallation, runLatchkey } from '../support/server-process.ts';
import { startBeside } from '../support/start-beside.ts';

const [ann, bob] = ['ann@example.com', 'bob@example.com'];

onEveryDatabase('latchkey sessions, while the server runs', (kind) => {
  test('end --account ends the sessions of that account alone, end --all those that are left', async () => {
    const { server, installation } = await startBeside(kind);
    await server.register(ann);
    await server.register(bob);
    const login = async (email: string): Promise<string> => (await server.login(email)).refresh_token;
    const [ofAnn, alsoOfAnn, ofBob] = [await login(ann), await login(ann), await login(bob)];

    const some = await runLatchkey(installation, ['sessions', 'end', '--account', ann.toUpperCase()]);
    expect(some).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^2 sessions ended\./) as string,
    });
    for (const token of [ofAnn, alsoOfAnn]) {
      expectProblem(await server.refresh(token), 401, 'session_ended', 'admin');
    }
    const { status, body } = await server.refresh(ofBob);
    expect(status).toBe(200);

    const all = await runLatchkey(installation, ['sessions', 'end', '--all']);
    expect(all).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 session ended\./) as string });
    expectProblem(await server.refresh(body.refresh_token), 401, 'session_ended', 'admin');
  });

  test('end --before ends the sessions begun before that time', async () => {
    const { server, installation } = await startBeside(kind);
    await server.register(ann);
    const early = (await server.login(ann)).refresh_token;
    const time = new Date(await eventually('a later millisecond', () => laterThanAllSessions(installation)));
    const late = (await server.login(ann)).refresh_token;

    const inZone = `${new Date(time.getTime() + 2 * 3_600_000).toISOString().slice(0, -1)}+02:00`;
    const { code, stdout } = await runLatchkey(installation, ['sessions', 'end', '--before', inZone]);
    expect(stdout).toMatch(/^1 session ended\./);
    expect(code).toBe(0);
    expectProblem(await server.refresh(early), 401, 'session_ended', 'admin');
    expect((await server.refresh(late)).status).toBe(200);
  });

  test('prune deletes what has been over for longer than a refresh lifetime, and leaves live sessions', async () => {
    const { server, installation } = await startBeside(kind, { REFRESH_TOKEN_LIFETIME: '1' });
    await server.register(ann);
    await server.login(ann);
    await server.logout((await server.login(ann)).refresh_token);
    const lasting = await server.another({ environment: { REFRESH_TOKEN_LIFETIME: '1h' } });
    const live = (await lasting.login(ann)).refresh_token;

    const prune = () => runLatchkey(installation, ['sessions', 'prune']);
    await eventually('sessions that have been over for long', async () => {
      expect(await prune()).toMatchObject({ code: 0, stderr: '' });
      return (await readDatabase(installation, 'select selector from sessions')).length === 1;
    });
    expect(await prune()).toMatchObject({ code: 0, stdout: '0 sessions deleted.\n' });
    expect((await lasting.refresh(live)).status).toBe(200);
  });
});

describe('latchkey sessions end', () => {
  test('wants exactly one way to say which, and a time that means one moment', async () => {
    const installation = await newInstallation('SQLite');
    const refuses = async (args: string[], message: string): Promise<void> =>
      expectRefusal(await runLatchkey(installation, ['sessions', 'end', ...args]), message);
    await Promise.all([
      refuses([], 'Say which sessions'),
      refuses(['--all', '--account', ann], 'Say which sessions'),
      refuses(['--account', ann], `There is no account with the address ${ann}.`),
      ...['2026-02-30', '2026-03-01T12:00:00'].map((time) =>
        refuses(['--before', time], `${time} is not a time.`),
      ),
    ]);
  });
});

/** Now, once that is later than the beginning of every session by the clock that stamped them. */
async function laterThanAllSessions(
  installation: Record<string, string | undefined>,
): Promise<number | undefined> {
  const now = Date.now();
  const [row] = await readDatabase(installation, 'select max(created_at) as latest from sessions');
  return now > Number(row?.['latest']) ? now : undefined;
}
