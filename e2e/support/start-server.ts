import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));
const patienceMs = 20_000;
const attempts = 3;

export type Environment = Readonly<Record<string, string>>;

/** The built server, as a process on an empty data folder. */
export interface Server {
  /** Its PUBLIC_URL, without a slash at the end. */
  readonly url: string;
  readonly dataFolder: string;
  /** What it has written so far: its log, and what it greets the operator with. */
  output(): string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

export async function startServer(environment: Environment = {}): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const server = await launch(environment);
    if (await server.isReady()) return server;
    await server.stop();
    // Between looking for a free port and listening on it, somebody else may take it.
    if (attempt < attempts && server.output().includes('is taken')) continue;
    throw new Error(`The server did not start:\n${server.output()}`);
  }
}

async function launch(environment: Environment): Promise<Server & { isReady(): Promise<boolean> }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, [main], {
    // Nothing of our own environment: only what the test says.
    env: {
      PATH: process.env['PATH'],
      HOST: 'localhost',
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: dataFolder,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let settle: (isReady: boolean) => void = () => undefined;
  const ready = new Promise<boolean>((resolve) => (settle = resolve));
  const impatience = setTimeout(() => settle(false), patienceMs);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      // Asking the port would not do: another test's server may have taken it just before.
      if (output.includes('Latchkey serves at')) settle(true);
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      settle(false);
      resolve();
    });
  });
  const isReady = ready.finally(() => clearTimeout(impatience));

  return {
    url,
    dataFolder,
    output: () => output,
    isReady: () => isReady,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, 'localhost', () => {
      // A server that listens on a port has an address with one.
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
