import { randomUUID } from 'node:crypto';
import type { Environment } from '../../../src/config.ts';
import { createTestClock, startApp, type TestApp } from '../app.ts';
import type { DatabaseKind } from '../databases.ts';
import { signHs256 } from '../tokens.ts';
import { importTokens, insertAccounts, openFixture, type DjangoSource } from './django.ts';

type ImportOptions = Parameters<typeof importTokens>[2];

/** The service on the day on which the fixture was made, with its accounts and not yet with its tokens. */
export async function startBesideDjango(
  kind: DatabaseKind,
  environment: Environment = {},
): Promise<{ app: TestApp; source: DjangoSource }> {
  const source = await openFixture(kind);
  const clock = createTestClock();
  clock.advance((source.django.made_at - clock.now()) / 1_000 + 60);
  const app = await startApp(kind, { clock, environment });
  await insertAccounts(app, source.django);
  return { app, source };
}

/** The service within the window. */
export async function startMoved(
  kind: DatabaseKind,
  environment: Environment = {},
  options: ImportOptions = {},
) {
  const { app, source } = await startBesideDjango(kind, environment);
  await importTokens(app, source, options);
  const { table, signed, secret_key: key } = source.django;
  return {
    app,
    source,
    /** Both kinds of token of one user. */
    tokensOf: (name: string): [source: string, token: string][] => [
      ['table', table[name] ?? ''],
      ['simplejwt', signed[name] ?? ''],
    ],
    /** A token of the old key, as its holder or a thief makes one. */
    mint: (claims: object = {}, header: object = {}, secret = key): string =>
      signHs256({ alg: 'HS256', typ: 'JWT', ...header }, { ...claimsNow(app), ...claims }, secret),
  };
}

/** What SimpleJWT writes into a refresh token. */
function claimsNow({ clock }: TestApp) {
  const iat = Math.floor(clock.now() / 1_000);
  return {
    token_type: 'refresh',
    iat,
    exp: iat + 86_400,
    jti: randomUUID().replaceAll('-', ''),
    user_id: 1 as unknown,
  };
}

/** The live sessions of everybody. */
export async function liveSessions(app: TestApp): Promise<{ id: string; account_id: number }[]> {
  return app.service.database.kysely
    .selectFrom('sessions')
    .select(['id', 'account_id'])
    .where('ended_at', 'is', null)
    .execute();
}

export async function insertAccount(app: TestApp, id: number, email: string): Promise<void> {
  const names = { email, email_normalized: email, username: '', password_hash: '' };
  const state = { credential_version: 0, is_active: 1, is_staff: 0, created_at: 0 } as const;
  await app.service.database.kysely
    .insertInto('accounts')
    .values({ id, ...names, ...state })
    .execute();
}

export function pick(tokens: [string, string][], of: string): [string, string] {
  return tokens.find(([source]) => source === of) ?? ['', ''];
}

export function uuidOf(i: number): string {
  return `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`;
}

export function jtiOf(token: string): string {
  const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
    jti: string;
  };
  return jti;
}

/** Everything that is kept about former tokens, and the sessions. */
export async function everything({ service }: TestApp) {
  const { kysely } = service.database;
  return {
    windows: await kysely.selectFrom('former_token_windows').selectAll().orderBy('source').execute(),
    holders: await kysely.selectFrom('former_token_holders').selectAll().orderBy('account_id').execute(),
    tokens: await kysely.selectFrom('former_tokens').selectAll().orderBy('digest').execute(),
    sessions: await kysely.selectFrom('sessions').selectAll().orderBy('selector').execute(),
    events: await kysely.selectFrom('audit_events').selectAll().orderBy('id').execute(),
  };
}
