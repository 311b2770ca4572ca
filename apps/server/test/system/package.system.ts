import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { eventually } from '../support/eventually.ts';
import { installServer, runInFolder, sizeOf, startAtTerminal } from '../support/installed-server.ts';
import { freePort } from '../support/postgres-server.ts';
import { walkable, walkContract } from '../support/walk-contract.ts';

/** docs/deployment.md says so. On other machines the binaries are other ones, of about the same size. */
const most = { packages: 10, megabytes: 32 };

const secret = 'the shared secret of HS256, for the tests';

test('npx latchkey in the empty folder where the package was installed serves all that the contract says', async () => {
  const folder = installServer();
  const { packages, bytes } = sizeOf(folder);
  expect(packages).toBeLessThanOrEqual(most.packages);
  expect(bytes / 1e6).toBeLessThanOrEqual(most.megabytes);
  expect(runInFolder(folder, 'npx latchkey --version')).toBe(`${packageJson.version}\n`);

  const port = await freePort();
  const url = `http://localhost:${port}`;
  const server = startAtTerminal(folder, 'npx', ['latchkey'], {
    PORT: String(port),
    JWT_SIGNING_KEY: secret,
    ...walkable,
  });
  const isReady = (): Promise<boolean> =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually('a server that is ready', isReady);
  expect(readdirSync(join(folder, 'data'))).toEqual(expect.arrayContaining(['latchkey.db', 'secret-key']));

  for (const [path, content] of [
    ['/admin/', 'html'],
    ['/admin/third-party-licenses.md', 'markdown'],
    ['/account/', 'html'],
    ['/api/', 'html'],
    ['/explorer/explorer.js', 'javascript'],
    ['/api/docs/', 'html'],
    ['/api/docs/files/swagger-ui-bundle.js', 'javascript'],
    ['/api/docs/files/swagger-ui.css', 'css'],
    ['/errors/invalid_credentials', 'html'],
  ] as const) {
    const answer = await fetch(`${url}${path}`, { headers: { accept: 'text/html, */*;q=0.5' } });
    expect([path, answer.status], path).toEqual([path, 200]);
    expect(answer.headers.get('content-type'), path).toContain(content);
    // What a page of a site loads is in the package too.
    const page = content === 'html' ? await answer.text() : '';
    for (const [, file = ''] of page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g))
      expect((await fetch(`${url}${file}`)).status, file).toBe(200);
  }

  await walkContract(url, { secret });
  server.interrupt();
  await server.exited;
  await eventually('a server that has stopped', async () => !(await isReady()));
  // Stopped in order, all is in one file.
  const isInOneFile = (): boolean => statSync(join(folder, 'data/latchkey.db-wal')).size === 0;
  await eventually('a database in one file', isInOneFile);
});
