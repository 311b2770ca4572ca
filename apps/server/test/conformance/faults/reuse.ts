import type { Call, Next, Reply } from '../faulty-server.ts';
import {
  after,
  fault,
  isRefused,
  isTo,
  madeUpPair,
  problem,
  textOf,
  without,
  withoutMember,
  type Fault,
} from '../planting.ts';

const refresh = 'POST /api/refresh/';
const tokenOf = ({ body }: Call): string => textOf(body, 'refresh_token');
const successorOf = ({ body }: Reply): string => textOf(body, 'refresh_token');

const graceMs = 10_000;

interface Remembered {
  readonly session: string;
  readonly issuedAt: number;
  spentAt?: number;
  spentWithKey?: string | undefined;
}

/** What a server knows that remembers every token. */
interface Memory {
  readonly of: (token: string) => Remembered | undefined;
  /** The newest token of the session of a token. */
  readonly currentOf: (token: string) => string;
  readonly tokensOf: (session: string) => readonly string[];
  readonly isLate: (token: string) => boolean;
}

type Act = (call: Call, next: Next, memory: Memory, now: number) => Promise<Reply> | Reply;

/** A fault of refreshing, of a server that remembers when each token was spent. */
function withMemory(act: Act): Fault['plant'] {
  return ({ now }) => {
    const tokens = new Map<string, Remembered>();
    const tokensOf = (session: string): string[] =>
      [...tokens].flatMap(([token, one]) => (one.session === session ? [token] : []));
    const memory: Memory = {
      of: (token) => tokens.get(token),
      tokensOf,
      currentOf: (token) => tokensOf(tokens.get(token)?.session ?? '').at(-1) ?? '',
      isLate: (token) => now() - (tokens.get(token)?.spentAt ?? Infinity) > graceMs,
    };
    return async (call, next) => {
      const given = tokenOf(call);
      const reply = await (isTo(call, refresh) ? act(call, next, memory, now()) : next());
      const successor = successorOf(reply);
      if (reply.status !== 200 || successor === '') return reply;
      const before = tokens.get(given);
      if (before && !tokens.has(successor)) {
        before.spentAt ??= now();
        before.spentWithKey ??= keyOf(call);
      }
      if (!tokens.has(successor))
        tokens.set(successor, { session: before?.session ?? successor, issuedAt: now() });
      return reply;
    };
  };
}

const keyOf = ({ headers }: Call): string | undefined => {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? key : undefined;
};

/** All that reuse has to be refused for. */
const everyReuse = [
  'ends',
  'other-sessions',
  'replay-renews-nothing',
  'grace-is-not-extended',
  'late-retry-other-key',
  'late-retry-no-key',
  'late-retry-spent',
].map((name) => `reuse.${name}`);
const reused = (): Reply => problem(401, 'refresh_token_reused');

export const reuseFaults: readonly Fault[] = [
  fault(
    'never detects reuse',
    everyReuse,
    withMemory((call, next, memory) =>
      memory.isLate(tokenOf(call)) ? madeUpPair(memory.currentOf(tokenOf(call))) : next(),
    ),
  ),
  fault(
    'refuses reuse and lets the current token live',
    everyReuse.filter((id) => id !== 'reuse.late-retry-spent'),
    withMemory((call, next, memory) => {
      const right = memory.of(tokenOf(call))?.spentWithKey;
      const isRetry = right !== undefined && keyOf(call) === right;
      return memory.isLate(tokenOf(call)) && !isRetry ? reused() : next();
    }),
  ),
  fault(
    'does not say why a session is over',
    everyReuse,
    after(refresh, (reply) => withoutMember(reply, 'reason')),
  ),
  fault(
    'ends the other sessions of an account too, where they were never refreshed',
    ['reuse.other-sessions'],
    () => {
      const accountOf = new Map<string, unknown>();
      const fresh = new Set<string>();
      return async (call, next) => {
        const reply = await next();
        const email = call.body['email'];
        if (email !== undefined && successorOf(reply) !== '') {
          accountOf.set(successorOf(reply), email);
          fresh.add(successorOf(reply));
        }
        fresh.delete(tokenOf(call));
        if (isRefused(reply, 'refresh_token_reused')) {
          for (const token of fresh) {
            const isSame = accountOf.get(token) === accountOf.get(tokenOf(call));
            if (isSame) await next({ target: '/api/logout/', body: { refresh_token: token } });
          }
        }
        return reply;
      };
    },
  ),
  fault(
    'lets the current token die with the grace',
    ['reuse.current-is-good', 'reuse.other-sessions', 'reuse.late-retry'],
    withMemory(async (call, next, memory, now) => {
      const one = memory.of(tokenOf(call));
      const isOld = one !== undefined && one.spentAt === undefined && now - one.issuedAt > graceMs;
      const reply = await next();
      return isOld && reply.status === 200 ? problem(401, 'refresh_token_unknown') : reply;
    }),
  ),
  fault('renews the grace with every replay', ['reuse.replay-renews-nothing', 'reuse.ends'], ({ now }) => {
    const last = new Map<string, number>();
    return withMemory((call, next, memory) => {
      const token = tokenOf(call);
      const isRenewed =
        now() - (last.get(token) ?? -Infinity) < graceMs && memory.of(token)?.spentAt !== undefined;
      if (memory.of(token)?.spentAt !== undefined) last.set(token, now());
      return isRenewed && memory.isLate(token) && keyOf(call) === undefined
        ? madeUpPair(memory.currentOf(token))
        : next();
    })({ now });
  }),
  fault(
    'counts the grace from the first rotation of a burst',
    ['reuse.grace-of-its-own'],
    withMemory((call, next, memory) => {
      const one = memory.of(tokenOf(call));
      const [first = ''] = memory.tokensOf(one?.session ?? '');
      return one?.spentAt !== undefined && !memory.isLate(tokenOf(call)) && memory.isLate(first)
        ? reused()
        : next();
    }),
  ),
  fault(
    'counts the grace from the last rotation of a burst',
    ['reuse.grace-is-not-extended'],
    withMemory((call, next, memory, now) => {
      const current = memory.of(memory.currentOf(tokenOf(call)));
      const isFresh = current !== undefined && now - current.issuedAt < graceMs;
      return memory.isLate(tokenOf(call)) && isFresh ? madeUpPair(memory.currentOf(tokenOf(call))) : next();
    }),
  ),
  fault(
    'knows no Idempotency-Key',
    ['reuse.late-retry'],
    withMemory(({ headers }, next) => next({ headers: without(headers, 'idempotency-key') })),
  ),
  fault(
    'lets any Idempotency-Key retry',
    ['reuse.late-retry-other-key'],
    withMemory((call, next, memory) => {
      const right = memory.of(tokenOf(call))?.spentWithKey;
      return next(
        keyOf(call) !== undefined && right !== undefined
          ? { headers: { ...call.headers, 'idempotency-key': right } }
          : {},
      );
    }),
  ),
  fault(
    'lets a retry in without its Idempotency-Key',
    ['reuse.late-retry-no-key'],
    withMemory((call, next, memory) => {
      const right = memory.of(tokenOf(call))?.spentWithKey;
      return next(
        keyOf(call) === undefined && right !== undefined
          ? { headers: { ...call.headers, 'idempotency-key': right } }
          : {},
      );
    }),
  ),
  fault(
    'lets a retry in whose successor was spent',
    ['reuse.late-retry-spent'],
    withMemory((call, next, memory) => {
      const one = memory.of(tokenOf(call));
      const isRight = keyOf(call) !== undefined && one?.spentWithKey === keyOf(call);
      return isRight && memory.isLate(tokenOf(call)) ? madeUpPair(memory.currentOf(tokenOf(call))) : next();
    }),
  ),
];
