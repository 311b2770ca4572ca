import { readDatabaseTime } from '../../db/time.ts';
import { Problem } from '../../http/problems.ts';
import { networkOf } from '../../lib/networks.ts';
import type { Origin } from '../../lib/origin.ts';
import {
  requireStillVerified,
  selectAccount,
  verifyCredentials,
  type AccountDeps,
  type AccountRow,
} from '../accounts/index.ts';
import type { RefreshOutcome } from '../activity/index.ts';
import { recordEvent } from '../audit/index.ts';
import type { FormerTokens } from '../former-tokens/index.ts';
import type { KeyRing } from '../installation/index.ts';
import type { Devices } from '../limits/index.ts';
import type { AccessTokens } from '../tokens/index.ts';
import { createBeginSession } from './beginning.ts';
import { cannotRefreshNow, refreshTokenUnknown } from './errors.ts';
import { createExchange, type ExchangeRequest } from './exchange.ts';
import { proofKeys, type ExchangedToken, type Granted } from './plan.ts';
import { loginOutcomeOf, refreshOutcomeOf } from './outcomes.ts';
import * as queries from './queries.ts';
import { parseRefreshToken, proveToken, type RefreshToken } from './refresh-token.ts';
import { createOtherWay } from './known-devices.ts';
import { createRefresher } from './refreshing.ts';
import { createRowStore } from './open-row-store.ts';
import { currentRules, idempotencyDigest } from './rules.ts';

export interface SessionDeps extends AccountDeps {
  readonly keyRing: KeyRing;
  readonly accessTokens: AccessTokens;
  readonly devices: Devices;
  readonly formerTokens: FormerTokens;
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

/** An account is new for so long. Later one without sessions has only not been used for long. */
const newForMs = 24 * 3_600_000;

export type SessionService = ReturnType<typeof createSessionService>;

export function createSessionService(deps: SessionDeps) {
  const {
    database,
    clock,
    settings,
    keyRing,
    accessTokens,
    activity,
    devices,
    formerTokens,
    limits,
    notices,
  } = deps;
  const { kysely } = database;
  const { tallies } = activity;
  const databaseTime = (db = kysely): Promise<number> => readDatabaseTime(db, clock);

  const otherWay = createOtherWay(deps);
  const beginSession = createBeginSession(deps);
  const former = createExchange({ ...deps, beginSession });

  const refreshRow = createRefresher({
    store: createRowStore(database, clock),
    keyRing,
    rules: () => currentRules(settings),
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

    /** Whether a text that is no UUID may be a refresh token: that of the former system, while those are accepted. */
    takesForm: (token: string): boolean => formerTokens.takesForm(token),

    /**
     * Spends a refresh token.
     *
     * @param token a well-formed UUID, in any case, or what `takesForm` takes.
     * @throws Problem `refresh_token_unknown`, `refresh_token_expired`, `refresh_token_reused`, `session_ended`.
     */
    async refresh(token: string, request: ExchangeRequest): Promise<TokenPair> {
      const parsed = parseRefreshToken(token);
      if (!parsed && !formerTokens.couldBe(token)) {
        tallies.refreshes.unknown += 1;
        // Its form alone says that it is none: that is no guess.
        throw refreshTokenUnknown();
      }
      const [granted, outcome] = await spend(token, parsed, request).catch(noteRefused(request.origin));
      tallies.refreshes[outcome] += 1;
      activity.count('refresh');
      return pair(granted);
    },

    /** Ends the session of a token of any of its generations. A token that is none of ours ends nothing. */
    async logout(token: string, origin: Origin): Promise<void> {
      const parsed = parseRefreshToken(token);
      const row = parsed && (await queries.selectSession(kysely, parsed.selector));
      if (row && proveToken(parsed, row.generation, proofKeys(keyRing, row))) {
        await endWithEvent(row.selector, 'logout', origin);
      } else if (row?.endedAt === null && !keyRing.get(row.keyId)) {
        throw cannotRefreshNow('a session names a SECRET_KEY that this node was not given');
      } else {
        await logOutFormer(token, origin);
      }
    },
  };

  /** A token that proves to be ours is never looked for among those of the former system. */
  async function spend(
    token: string,
    parsed: RefreshToken | undefined,
    request: ExchangeRequest,
  ): Promise<readonly [Granted, RefreshOutcome]> {
    try {
      if (parsed) return await spendOwn(parsed, request);
    } catch (error) {
      if (!isUnknown(error)) throw error;
    }
    const presented = formerTokens.read(token);
    if (!presented) throw refreshTokenUnknown();
    const exchanged = await former.exchange(presented, request);
    return exchanged.kind === 'begun'
      ? [exchanged.granted, 'exchanged']
      : spendOwn({ selector: exchanged.selector, isExchanged: true }, request);
  }

  async function spendOwn(
    token: RefreshToken | ExchangedToken,
    { idempotencyKey, origin }: ExchangeRequest,
  ): Promise<readonly [Granted, RefreshOutcome]> {
    const digest = idempotencyDigest(token.selector, idempotencyKey);
    const granted = await refreshRow({ token, idempotencyDigest: digest, origin });
    return [granted, granted.isRepeated ? 'repeated' : 'rotated'];
  }

  async function logOutFormer(token: string, origin: Origin): Promise<void> {
    const presented = formerTokens.read(token);
    if (!presented) return;
    try {
      const selector = await former.end(presented, origin);
      if (selector !== undefined) await endWithEvent(selector, 'logout', origin);
    } catch (error) {
      // Neither is there anything left to end.
      if (!isUnknown(error) && !(error instanceof Problem && error.code === 'session_ended')) throw error;
    }
  }

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
      const { sessions } = history;
      return beginSession(trx, account, { event: 'login.succeeded', userAgent, sessions }, origin, now);
    });
    activity.count('login');
    return { ...pair(granted), deviceCookie: devices.cookieFor(verified.id, deviceCookie) };
  }

  /** A forged token counts against its address. A good one is never looked at for that. */
  function noteRefused(origin: Origin): (error: unknown) => Promise<never> {
    return async (error) => {
      tallies.refreshes[refreshOutcomeOf(error)] += 1;
      if (isUnknown(error)) await limits.note({ lanes: limits.lanes.forgedToken(origin.address), origin });
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
}

function isUnknown(error: unknown): boolean {
  return error instanceof Problem && error.code === 'refresh_token_unknown';
}
