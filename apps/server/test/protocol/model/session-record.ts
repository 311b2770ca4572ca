import { parseRefreshToken } from '../../../src/features/sessions/refresh-token.ts';
import type { TestApp } from '../../support/app.ts';
import type { TokenPair } from '../../support/client.ts';
import type { SessionModel } from './session-model.ts';

/** What a login or a refresh gave. */
export interface Held {
  readonly session: SessionRecord;
  readonly generation: number;
  readonly token: string;
  readonly accessToken: string;
}

/** The columns that a rotation writes: what a crash can bring back. */
const rotationColumns = [
  'generation',
  'key_id',
  'previous_key_id',
  'rotated_at',
  'earlier_rotations',
  'idempotency_digest',
  'expires_at',
] as const;

type Columns = Awaited<ReturnType<typeof readColumns>>;

/** A session as the model knows it, and everything that was seen of it. */
export interface SessionRecord {
  readonly selector: number;
  model: SessionModel;
  /** The token of the model's generation. */
  current: string;
  /** Everything that was given, oldest first. */
  readonly given: Held[];
  /** What the row was after each rotation, newest last. */
  readonly past: { readonly columns: Columns; readonly model: SessionModel; readonly current: string }[];
  /** When each party presented a generation for the first time, as far as the database remembers. */
  readonly uses: Map<number, { client?: number; thief?: number }>;
  /** Somebody else has used a token of this session: what happens to its client is not promised any more. */
  isAttacked: boolean;
}

/** A session that has just begun. */
export async function recordSession(
  app: TestApp,
  pair: TokenPair,
  model: SessionModel,
): Promise<SessionRecord> {
  const selector = parseRefreshToken(pair.refresh_token)?.selector;
  if (selector === undefined) throw new Error(`this is no refresh token: ${pair.refresh_token}`);
  const session: SessionRecord = {
    selector,
    model,
    current: pair.refresh_token,
    given: [],
    past: [],
    uses: new Map(),
    isAttacked: false,
  };
  recordGiven(session, pair);
  await remember(app, session);
  return session;
}

/** The token of the model's generation was given out. */
export function recordGiven(session: SessionRecord, pair: TokenPair): void {
  const { generation } = session.model;
  session.current = pair.refresh_token;
  session.given.push({ session, generation, token: pair.refresh_token, accessToken: pair.access_token });
}

export async function remember(app: TestApp, session: SessionRecord): Promise<void> {
  session.past.push({
    columns: await readColumns(app, session),
    model: session.model,
    current: session.current,
  });
}

/** Puts a row back to what it was `back` rotations before the last one. */
export async function loseWrites(app: TestApp, session: SessionRecord, back: number): Promise<void> {
  const { past } = session;
  if (session.model.ended) return;
  past.length = Math.max(1, past.length - 1 - back);
  const last = past.at(-1);
  if (!last) return;
  await app.service.database.kysely
    .updateTable('sessions')
    .set(last.columns)
    .where('selector', '=', session.selector)
    .execute();
  session.model = last.model;
  session.current = last.current;
  for (const generation of session.uses.keys()) {
    if (generation >= last.model.generation) session.uses.delete(generation);
  }
}

function readColumns(app: TestApp, { selector }: SessionRecord) {
  return app.service.database.kysely
    .selectFrom('sessions')
    .select(rotationColumns)
    .where('selector', '=', selector)
    .executeTakeFirstOrThrow();
}
