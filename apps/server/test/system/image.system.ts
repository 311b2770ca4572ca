import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { eventually } from '../support/eventually.ts';
import { buildImage, commandOf, finish, healthCheckOf } from '../support/image.ts';
import { freePort } from '../support/postgres-server.ts';
import { walkable, walkContract } from '../support/walk-contract.ts';

const context = fileURLToPath(new URL('../../../..', import.meta.url));
const secret = 'the shared secret of HS256, for the tests';

test(
  'the steps of the Dockerfile make a server that keeps the contract as a user without rights, on a read-only tree',
  { timeout: 600_000 },
  async () => {
    const image = buildImage(context);
    const { environment, root } = image;
    const data = environment['DATA_DIR'] ?? '';
    // What is built is in no image, nor what it was built with.
    expect(readdirSync(root).sort()).toEqual(['app', 'data', 'usr']);
    expect(readdirSync(join(root, 'app/node_modules'))).toContain('latchkey');
    expect(existsSync(join(root, 'app/node_modules/vite'))).toBe(false);
    expect(statSync(data).mode & 0o777).toBe(0o700);

    const port = String(await freePort());
    const given = { ...walkable, JWT_SIGNING_KEY: secret, PORT: port };
    const version = await finish(image.run(commandOf(image, ['--version']), given));
    expect(version).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: '' });
    const isWell = async (): Promise<boolean> =>
      (await finish(image.run(healthCheckOf(image), given))).code === 0;
    expect(await isWell()).toBe(false);

    const server = image.run(commandOf(image), given);
    await eventually('a server that is well', async () => (await isWell()) || server.hasEnded(), 60_000);
    expect(server.stderr()).toContain(`SQLite, ${data}/latchkey.db`);
    await walkContract(`http://127.0.0.1:${port}`, { secret });
    const doctor = await finish(image.run(commandOf(image, ['doctor']), given));
    expect(doctor).toMatchObject({ code: 0 });

    server.signal('SIGTERM');
    expect(await server.exited).toMatchObject({ code: 0 });
    expect(await isWell()).toBe(false);
  },
);
