import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { accessTokensOf } from '../installation/access-tokens.ts';
import { createDatabase, type BenchDatabase, type DatabaseKind } from '../installation/database.ts';
import { emailOf, fill, password } from '../installation/fill.ts';
import { currentTokens, secretKey } from '../installation/tokens.ts';
import type { Measured } from '../load/load.ts';
import { post } from '../measure/ask.ts';
import { root } from '../measure/program.ts';
import type { Contender } from '../measure/race.ts';
import { startServer, type Server } from '../measure/server.ts';
import type { Stage } from '../measure/stage.ts';

export interface Latchkey extends Server {
  readonly database: BenchDatabase;
}

export interface Start {
  readonly environment?: Readonly<Record<string, string>>;
  /** For Node, before the program. */
  readonly flags?: readonly string[];
}

export const accounts = 1_000;
/** After the load has ended, requests that were cut off are still being answered. */
const calmMs = 200;

/** A database with accounts and sessions in it: one for each kind, for the whole run. */
export function filledDatabase(stage: Stage, kind: DatabaseKind): Promise<BenchDatabase> {
  return stage.once(`filled ${kind}`, async () => {
    const database = await createDatabase(stage, kind);
    // The server makes the tables and learns its key.
    const server = await startLatchkey(stage, database);
    await server.stop();
    await fill(database, { accounts, sessions: stage.plan.sessions });
    await database.settle();
    return database;
  });
}

/** The built server as it is shipped: one process, its defaults, its log read by a pipe. */
export async function startLatchkey(
  stage: Stage,
  database: BenchDatabase,
  start: Start = {},
): Promise<Latchkey> {
  const server = await startServer(stage, {
    command: process.execPath,
    args: () => [...(start.flags ?? []), join(root, 'apps/server/dist/main.js')],
    environment: (port) => ({
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: database.url,
      DATA_DIR: database.folder,
      SECRET_KEY: secretKey,
      ...start.environment,
    }),
    readyPath: '/health/ready',
  });
  return { ...server, database };
}

/** The one that most rows measure: started once for each kind of database. */
export function latchkey(stage: Stage, kind: DatabaseKind): Promise<Latchkey> {
  return stage.once(`Latchkey on ${kind}`, async () =>
    startLatchkey(stage, await filledDatabase(stage, kind)),
  );
}

export function readMe(stage: Stage, server: Latchkey, connections: number): Contender {
  return {
    name: nameOf(server),
    run: async (seconds) => {
      const { access_token } = (await post(`${server.url}/api/login/`, { email: emailOf(1), password })).body;
      const headers = { Authorization: `Bearer ${String(access_token)}` };
      const load = { url: `${server.url}/api/me/`, method: 'GET', headers, connections, seconds } as const;
      return (await stage.generator.send(load)).perSecond;
    },
  };
}

const accessTokens = 2_000;

/** With the access tokens of many sessions, in turn: what was verified just now was another one. */
export function readMeOfMany(stage: Stage, server: Latchkey, connections: number): Contender {
  return {
    name: `${nameOf(server)}, many access tokens`,
    run: async (seconds) => {
      const load = { url: `${server.url}/api/me/`, method: 'GET', connections, seconds } as const;
      const tokens = await accessTokensOf(server, `order by id limit ${accessTokens}`);
      return (await stage.generator.send({ ...load, accessTokens: tokens })).perSecond;
    },
  };
}

/** Two sessions for each connection, refreshed again and again: the most that few clients can do. */
export function refreshFew(stage: Stage, server: Latchkey, connections: number): Contender {
  const which = `order by selector limit ${2 * connections}`;
  return {
    name: nameOf(server),
    run: async (seconds) => (await sendRefreshes(stage, server, { which, connections, seconds })).perSecond,
  };
}

/** Every session once before any comes again, as with many users. */
export function refreshMany(stage: Stage, server: Latchkey, connections: number): Contender {
  return {
    name: `${nameOf(server)}, all sessions in turn`,
    run: async (seconds) => (await sendRefreshes(stage, server, { connections, seconds })).perSecond,
  };
}

export async function sendRefreshes(
  stage: Stage,
  { url, database }: Latchkey,
  { which = '', connections, seconds }: { which?: string; connections: number; seconds: number },
): Promise<Measured> {
  const tokens = await currentTokens(database, which);
  const measured = await stage.generator.send({
    url: `${url}/api/refresh/`,
    method: 'POST',
    tokens,
    connections,
    seconds,
  });
  await pause(calmMs);
  return measured;
}

export function login(stage: Stage, server: Latchkey, connections: number): Contender {
  const bodies = Array.from({ length: accounts }, (_, i) =>
    JSON.stringify({ email: emailOf(i + 1), password }),
  );
  return {
    name: nameOf(server),
    run: async (seconds) => {
      const load = { url: `${server.url}/api/login/`, method: 'POST', bodies, connections, seconds } as const;
      return (await stage.generator.send(load)).perSecond;
    },
  };
}

function nameOf({ database }: Latchkey): string {
  return `Latchkey on ${database.kind}`;
}
