import { setTimeout as pause } from 'node:timers/promises';
import { startLatchkey, type Latchkey } from '../contestants/latchkey.ts';
import { accessTokensOf } from '../installation/access-tokens.ts';
import { createDatabase } from '../installation/database.ts';
import { emailOf, fill, password } from '../installation/fill.ts';
import { currentTokens } from '../installation/tokens.ts';
import { post } from '../measure/ask.ts';
import type { Stage } from '../measure/stage.ts';

interface Measurement {
  readonly seconds: number;
  /** Until PostgreSQL has read what it reads again, and has written every page once since its last checkpoint. */
  readonly warmUpSeconds: number;
  run(seconds: number): Promise<number>;
}

/** An installation of a certain size, and what is measured of it. */
export interface Size {
  readonly sessions: number;
  readonly measurements: Readonly<Record<string, Measurement>>;
}

const sessionsPerAccount = 5;
/** Of the whole table, at random: what a refresh meets is as cold or as warm as the table is. */
const mostTokens = 200_000;
const mostAccessTokens = 2_000;
const loginAddresses = 2_000;

export async function openSize(stage: Stage, sessions: number): Promise<Size> {
  const database = await createDatabase(stage, 'PostgreSQL');
  await (await startLatchkey(stage, database)).stop();
  const accounts = Math.ceil(sessions / sessionsPerAccount);
  await fill(database, { accounts, sessions });
  await database.settle();
  const server = await startLatchkey(stage, database);
  const pick = (count: number): string =>
    `where random() < ${Math.min(1, (1.2 * count) / sessions)} limit ${count}`;
  const url = (path: string): string => `${server.url}/api/${path}`;
  const send = stage.generator.send.bind(stage.generator);

  const refresh: Measurement = {
    ...{ seconds: 4, warmUpSeconds: 15 },
    async run(seconds) {
      const tokens = await currentTokens(database, pick(mostTokens));
      const load = { url: url('refresh/'), method: 'POST', tokens, connections: 128, seconds } as const;
      const { perSecond } = await send(load);
      await pause(200);
      return perSecond;
    },
  };
  const me: Measurement = {
    ...{ seconds: 4, warmUpSeconds: 4 },
    async run(seconds) {
      const accessTokens = await accessTokensOf(server, pick(mostAccessTokens));
      return (await send({ url: url('me/'), method: 'GET', accessTokens, connections: 32, seconds }))
        .perSecond;
    },
  };
  const login: Measurement = {
    ...{ seconds: 3, warmUpSeconds: 2 },
    async run(seconds) {
      const anyone = (): number => 1 + Math.floor(Math.random() * accounts);
      const bodies = Array.from({ length: loginAddresses }, () =>
        JSON.stringify({ email: emailOf(anyone()), password }),
      );
      const load = { url: url('login/'), method: 'POST', bodies, connections: 16, seconds } as const;
      return (await send(load)).perSecond;
    },
  };
  /** A page of a list, in milliseconds. @param table where the middle of the list is looked for. */
  const page = (list: string, table?: 'accounts' | 'sessions'): Measurement => ({
    ...{ seconds: 1, warmUpSeconds: 1 },
    async run(seconds) {
      const { access_token } = (await post(url('login/'), { email: emailOf(1), password })).body;
      const headers = { Authorization: `Bearer ${String(access_token)}` };
      const cursor = table === undefined ? '' : `&cursor=${await middleOf(server, table)}`;
      const path = url(`admin/${list}/?limit=50${cursor}`);
      return (await send({ url: path, method: 'GET', headers, connections: 1, seconds })).p50Ms;
    },
  });
  return {
    sessions,
    measurements: {
      'refreshes per second': refresh,
      '`me` per second': me,
      'logins per second': login,
      'admin list of accounts, first page, ms': page('accounts'),
      '… a page from the middle, ms': page('accounts', 'accounts'),
      'admin list of sessions, first page, ms': page('sessions'),
      '… a page of sessions from the middle, ms': page('sessions', 'sessions'),
    },
  };
}

/** The cursor of the row in the middle of a list, in the form of http/paging.ts. */
async function middleOf({ database }: Latchkey, table: string): Promise<string> {
  const [row] = await database.query<{ at: string; id: string }>(
    `select created_at as at, id from ${table}
     where created_at >= (select (min(created_at) + max(created_at)) / 2 from ${table})
     order by created_at, ${table}.id limit 1`,
  );
  return Buffer.from(`${row?.at ?? ''} ${row?.id ?? ''}`).toString('base64url');
}
