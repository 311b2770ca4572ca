import { createHash } from 'node:crypto';
import { readDatabaseTime } from '../../db/time.ts';
import type { Trx } from '../../db/database.ts';
import { Problem } from '../../http/problems.ts';
import { randomId } from '../../lib/ids.ts';
import { networkOf } from '../../lib/networks.ts';
import type { Origin } from '../../lib/origin.ts';
import {
  requireStillVerified,
  selectAccount,
  verifyCredentials,
  type AccountDeps,
  type AccountRow,
} from '../accounts/index.ts';
import { recordEvent } from '../audit/index.ts';
import type { KeyRing } from '../installation/index.ts';
import type { Devices } from '../limits/index.ts';
import type { AccessTokens } from '../tokens/index.ts';
import { cannotRefreshNow, refreshTokenUnknown } from './errors.ts';
import { proofKey, proofKeys, type Granted } from './plan.ts';
import type { Rules } from './protocol.ts';
import { loginOutcomeOf, refreshOutcomeOf } from './outcomes.ts';
import * as queries from './queries.ts';
import { formatRefreshToken, parseRefreshToken, proveToken, randomSelector } from './refresh-token.ts';
import { createOtherWay } from './known-devices.ts';
import { createRefresher } from './refreshing.ts';
import { createRowStore } from './open-row-store.ts';

export interface SessionDeps extends AccountDeps {
  readonly keyRing: KeyRing;
  readonly accessTokens: AccessTokens;
  readonly devices: Devices;
}

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** What a browser or an app says about itself when it logs in. */
interface Client {
  readonly userAgent: string;
  readonly deviceCookie: string | undefined;
}

/** What a login and a refresh give. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly refreshExpiresInSeconds: number;
}

const longestUserAgent = 400;
/** An account is new for so long. Later one without sessions has only not been used for long. */
const newForMs = 24 * 3_600_000;

export type SessionService = ReturnType<typeof createSessionService>;

export function createSessionService(deps: SessionDeps) {
  const { database, clock, settings, keyRing, accessTokens, activity, devices, limits, notices } = deps;
  const { kysely } = database;
  const { tallies } = activity;
  const seconds = (
    name: 'REFRESH_TOKEN_LIFETIME' | 'SESSION_ABSOLUTE_LIFETIME' | 'REFRESH_REUSE_GRACE',
  ): number => settings.get(name) * 1_000;
  const rules = (): Rules => ({
    grace: seconds('REFRESH_REUSE_GRACE'),
    refreshLifetime: seconds('REFRESH_TOKEN_LIFETIME'),
    absoluteLifetime: seconds('SESSION_ABSOLUTE_LIFETIME'),
  });
  const databaseTime = (db = kysely): Promise<number> => readDatabaseTime(db, clock);

  const otherWay = createOtherWay(deps);

  const refreshRow = createRefresher({
    store: createRowStore(database, clock),
    keyRing,
    rules,
    endForReuse: (selector, origin) => endWithEvent(selector, 'reuse', origin),
  });

  function pair(granted: Granted): TokenPair {
    const { refreshToken, refreshExpiresInSeconds, ...holder } = granted;
    const lifetimeSeconds = settings.get('ACCESS_TOKEN_LIFETIME');
    const accessToken = accessTokens.issue({ ...holder, lifetimeSeconds });
    return { accessToken, refreshToken, expiresInSeconds: lifetimeSeconds, refreshExpiresInSeconds };
  }

  return {
    /**
     * @throws Problem `invalid_credentials`, `email_not_verified`, `invalid_request`, `too_many_requests`;
     *   QueueFullError.
     */
    async login(
      credentials: Credentials,
      client: Client,
      origin: Origin,
    ): Promise<TokenPair & { deviceCookie: string }> {
      try {
        const begun = await logIn(credentials, client, origin);
        tallies.logins.succeeded += 1;
        return begun;
      } catch (error) {
        tallies.logins[loginOutcomeOf(error)] += 1;
        throw error;
      }
    },

    /**
     * Spends a refresh token.
     *
     * @param token a well-formed UUID, in any case.
     * @throws Problem `refresh_token_unknown`, `refresh_token_expired`, `refresh_token_reused`, `session_ended`.
     */
    async refresh(token: string, idempotencyKey: string | undefined, origin: Origin): Promise<TokenPair> {
      const parsed = parseRefreshToken(token);
      if (!parsed) {
        tallies.refreshes.unknown += 1;
        throw refreshTokenUnknown();
      }
      const idempotencyDigest = idempotencyKey === undefined ? null : digest(parsed.selector, idempotencyKey);
      const granted = await refreshRow({ token: parsed, idempotencyDigest, origin }).catch(
        noteRefused(origin),
      );
      tallies.refreshes[granted.isRepeated ? 'repeated' : 'rotated'] += 1;
      activity.count('refresh');
      return pair(granted);
    },

    /** Ends the session of a token of any of its generations. A token that is none of ours ends nothing. */
    async logout(token: string, origin: Origin): Promise<void> {
      const parsed = parseRefreshToken(token);
      const row = parsed && (await queries.selectSession(kysely, parsed.selector));
      if (!row) return;
      if (proveToken(parsed, row.generation, proofKeys(keyRing, row))) {
        await endWithEvent(row.selector, 'logout', origin);
      } else if (row.endedAt === null && !keyRing.get(row.keyId)) {
        throw cannotRefreshNow('a session names a SECRET_KEY that this node was not given');
      }
    },
  };

  async function logIn(
    credentials: Credentials,
    { userAgent, deviceCookie }: Client,
    origin: Origin,
  ): Promise<TokenPair & { deviceCookie: string }> {
    const verified = await verifyCredentials(deps, credentials, origin, (accountId) =>
      otherWay(accountId, deviceCookie, origin),
    );
    const granted = await kysely.transaction().execute(async (trx) => {
      const account = await requireStillVerified(trx, verified);
      const now = await databaseTime(trx);
      const network = networkOf(origin.address ?? '');
      const history = await queries.selectHistory(trx, account.id, network);
      if (isNewDevice(account, history, deviceCookie, now))
        await notices.newDevice(trx, account, userAgent, origin, now);
      await makeRoom(trx, account.id, history.sessions, origin, now);
      return begin(trx, account, userAgent, origin, now);
    });
    activity.count('login');
    return { ...pair(granted), deviceCookie: devices.cookieFor(verified.id, deviceCookie) };
  }

  /** A forged token counts against its address. A good one is never looked at for that. */
  function noteRefused(origin: Origin): (error: unknown) => Promise<never> {
    return async (error) => {
      tallies.refreshes[refreshOutcomeOf(error)] += 1;
      const isForged = error instanceof Problem && error.code === 'refresh_token_unknown';
      if (isForged) await limits.note({ lanes: limits.lanes.forgedToken(origin.address), origin });
      throw error;
    };
  }

  async function endWithEvent(selector: number, reason: 'logout' | 'reuse', origin: Origin): Promise<void> {
    const now = await databaseTime();
    await kysely.transaction().execute(async (trx) => {
      const ended = await queries.endSession(trx, selector, reason, now);
      const event = reason === 'logout' ? 'logout' : 'refresh.reused';
      if (!ended) return queries.confirmEnd(trx, selector);
      const { userAgent, ...whose } = ended;
      await recordEvent(trx, origin, now, { event, ...whose });
      if (reason !== 'reuse') return;
      const account = await selectAccount(trx, whose.accountId);
      if (account) await notices.sessionReused(trx, account, userAgent, origin, now);
    });
  }

  /** The first login after an account was made is nobody's news. */
  function isNewDevice(
    { id, createdAt }: AccountRow,
    { sessions, knowsNetwork }: { sessions: number; knowsNetwork: boolean },
    deviceCookie: string | undefined,
    now: number,
  ): boolean {
    const isFirst = sessions === 0 && now - createdAt < newForMs;
    if (knowsNetwork || isFirst || !settings.get('NOTICE_NEW_DEVICE')) return false;
    return devices.recognise(id, deviceCookie) === undefined;
  }

  /** Ends the least recently used sessions, so that one more fits. */
  async function makeRoom(
    trx: Trx,
    accountId: number,
    sessions: number,
    origin: Origin,
    now: number,
  ): Promise<void> {
    const keep = settings.get('SESSIONS_PER_ACCOUNT') - 1;
    // Hardly any account has so many that they have to be looked at one by one.
    if (sessions <= keep) return;
    const surplus = await queries.selectBeyond(trx, accountId, keep, now);
    if (surplus.length === 0) return;
    const count = await queries.endSessions(
      trx,
      (session) => session.where('selector', 'in', surplus),
      'limit',
      now,
    );
    const details = { count, reason: 'limit' };
    await recordEvent(trx, origin, now, { event: 'sessions.ended', accountId, details });
  }

  async function begin(
    trx: Trx,
    { id: accountId, isStaff }: AccountRow,
    userAgent: string,
    origin: Origin,
    now: number,
  ): Promise<Granted> {
    const key = keyRing.signing();
    const { refreshLifetime, absoluteLifetime } = rules();
    const lifetime = Math.min(refreshLifetime, absoluteLifetime || Infinity);
    const session: Omit<queries.NewSession, 'selector'> = {
      id: randomId(),
      accountId,
      isStaff: isStaff === 1 ? 1 : null,
      keyId: key.id,
      address: origin.address ?? '',
      network: networkOf(origin.address ?? ''),
      userAgent: userAgent.slice(0, longestUserAgent),
      createdAt: now,
      expiresAt: now + lifetime,
    };
    let selector = randomSelector();
    while (!(await queries.insertSession(trx, { ...session, selector }))) selector = randomSelector();
    await recordEvent(trx, origin, now, { event: 'login.succeeded', accountId, sessionId: session.id });
    const proof = proofKey(keyRing, key.id);
    if (!proof) throw new Error('The signing key is not in its own ring.');
    return {
      isRepeated: false,
      accountId,
      sessionId: session.id,
      isStaff: isStaff === 1,
      refreshToken: formatRefreshToken(selector, 0, proof),
      refreshExpiresInSeconds: Math.floor(lifetime / 1_000),
    };
  }
}

/** Enough of a hash to recognise a key, salted with its session. */
function digest(selector: number, idempotencyKey: string): string {
  return createHash('sha256').update(`${selector}:${idempotencyKey}`).digest('base64url').slice(0, 22);
}
