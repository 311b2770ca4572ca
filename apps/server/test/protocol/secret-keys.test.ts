import { expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { onEveryDatabase } from '../support/databases.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { operate } from '../support/operate.ts';

const oldKey = 'the old secret key of these tests';
const newKey = 'the new secret key of these tests';
const both = { SECRET_KEY: newKey, SECRET_KEY_FALLBACKS: oldKey };
const newAlone = { SECRET_KEY: newKey, SECRET_KEY_FALLBACKS: undefined };
const wrong = { SECRET_KEY: 'the secret key of somebody else' };

onEveryDatabase('secret keys', (kind) => {
  async function signedIn(): Promise<{ app: TestApp; token: string }> {
    const app = await startApp(kind, { environment: { SECRET_KEY: oldKey } });
    await app.register();
    return { app, token: (await app.login()).refresh_token };
  }

  test('a session that ended with its key says so for a refresh lifetime, and then it is unknown', async () => {
    const { app, token } = await signedIn();
    await app.stop();
    const changing = await app.another({ environment: both });
    const keys = await changing.service.database.kysely.selectFrom('secret_keys').select('id').execute();
    const oldKeyId = Math.min(...keys.map(({ id }) => id));
    expect(await operate(changing).endSessionsOfKeys([oldKeyId])).toBe(1);
    await changing.stop();

    const changed = await app.another({ environment: newAlone });
    expectProblem(await changed.refresh(token), 401, 'session_ended', 'key_retired');
    changed.clock.advance(31 * 24 * 3_600);
    expectProblem(await changed.refresh(token), 401, 'refresh_token_unknown');
  });

  test('a start with a key that the database does not know is refused, and ends no session', async () => {
    const { app, token } = await signedIn();
    await expect(app.another({ environment: wrong })).rejects.toThrow(/SECRET_KEY is not a key/);
    await app.stop();
    await expect(app.another({ environment: wrong })).rejects.toThrow(/SECRET_KEY is not a key/);
    expect(await (await app.another()).refresh(token)).toMatchObject({ status: 200 });
  });

  test('a key that live sessions need cannot be left out', async () => {
    const { app, token } = await signedIn();
    await app.stop();
    await (await app.another({ environment: both })).stop();
    await expect(app.another({ environment: newAlone })).rejects.toThrow(/1 live sessions need/);
    expect(await (await app.another({ environment: both })).refresh(token)).toMatchObject({ status: 200 });
  });

  test('a node that was not given the key of a live session ends nothing, and says to come again', async () => {
    const { app: old, token } = await signedIn();
    // The others take it for gone: it has not been heard of for a while.
    await old.service.database.kysely.deleteFrom('nodes').execute();
    const changed = await old.another({ environment: both });
    const successor = (await changed.refresh(token)).body.refresh_token;

    const refreshed = await old.refresh(successor);
    expectProblem(refreshed, 503, 'unavailable');
    expect(Number(refreshed.headers['retry-after'])).toBeLessThanOrEqual(3);
    expectProblem(await old.logout(successor), 503, 'unavailable');
    // The token before was made with the key that the node has; the current one cannot be given.
    expectProblem(await old.refresh(token), 503, 'unavailable');
    expect(await changed.refresh(successor)).toMatchObject({ status: 200 });
  });
});
