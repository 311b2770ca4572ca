import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import type { Environment } from '../../src/config.ts';
import { secretKey } from './app.ts';
import { launch, type Exit, type LaunchOptions, type Process } from './child-process.ts';
import { createClient, type Client } from './client.ts';
import { createDatabase, type DatabaseKind } from './databases.ts';
import { eventually } from './eventually.ts';
import { freePort } from './postgres-server.ts';

/** The built server as a process of its own, and a client of it. */
export interface ServerProcess extends Client, Process {
  readonly port: number;
  readonly environment: Environment;
  /** The ids of the processes that serve for this one, with WORKERS. */
  workers(): readonly number[];
  /** SIGTERM, and waits for the end. */
  stop(): Promise<Exit>;
  /** `kill -9`, and waits for the end. */
  kill(): Promise<Exit>;
}

/** The environment of a new installation: an empty database, which is removed after the test. */
export async function newInstallation(kind: DatabaseKind, more: Environment = {}): Promise<Environment> {
  const database = await createDatabase(kind, { empty: true });
  onTestFinished(() => database.remove());
  return {
    DATABASE_URL: database.url,
    DATA_DIR: database.dataDir,
    ...(kind === 'PostgreSQL' && { SECRET_KEY: secretKey }),
    ...more,
  };
}

/** Starts the built server and waits until it is ready. Where it still runs after the test, it is killed. */
export async function startServer(given: Environment, options?: LaunchOptions): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const server = await spawnServer(given, options);
    if (await isReady(server)) return server;
    const { code, stderr } = await server.exited;
    // Between looking for a free port and listening on it, somebody else may take it.
    const isUnlucky = given['PORT'] === undefined && stderr.includes('is taken') && attempt < 3;
    if (!isUnlucky) throw new Error(`The server ended with ${code ?? 'a signal'}: ${stderr}`);
  }
}

/** Starts the built server and does not wait for anything. */
export async function spawnServer(given: Environment, options?: LaunchOptions): Promise<ServerProcess> {
  const port = Number(given['PORT'] ?? (await freePort()));
  const environment: Environment = { HOST: '127.0.0.1', ...given, PORT: String(port) };
  const process = launch('main.js', [], environment, options);
  process.stdin.end();
  const end = (signal: NodeJS.Signals): Promise<Exit> => {
    process.signal(signal);
    return process.exited;
  };
  return {
    ...process,
    ...createClient(`http://127.0.0.1:${port}`),
    port,
    environment,
    workers: () => {
      const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
      return children.split(' ').filter(Boolean).map(Number);
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** Runs the built server in the expectation that it ends by itself. */
export async function runServer(given: Environment, options?: LaunchOptions): Promise<Exit> {
  return (await spawnServer(given, options)).exited;
}

/** Runs a command of the built command line. */
export function runLatchkey(environment: Environment, args: readonly string[], input = ''): Promise<Exit> {
  const process = launch('cli.js', args, environment);
  process.stdin.end(input);
  return process.exited;
}

/** @returns false where the process ended instead. */
function isReady(server: ServerProcess): Promise<boolean> {
  const ended = server.exited.then(() => ({ ready: false }));
  const asked = async (): Promise<{ ready: boolean } | undefined> => {
    const answer = await server.get('/health/ready').catch(() => undefined);
    return answer?.status === 200 ? { ready: true } : undefined;
  };
  const ready = eventually('a server that is ready', () => (server.hasEnded() ? ended : asked()));
  return ready.then((found) => found.ready);
}
