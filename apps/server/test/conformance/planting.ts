import { randomUUID } from 'node:crypto';
import { problem, replyWith, without, type Call, type Reply, type Tamper } from './faulty-server.ts';

/** What a fault may know: the time of the real server, in milliseconds. */
export interface Surroundings {
  readonly now: () => number;
}

/** A promise broken on purpose. */
export interface Fault {
  /** What the server does wrong, after "a server that". */
  readonly name: string;
  /** The checks that have to find it. Of their groups no other may. */
  readonly breaks: readonly string[];
  /** Begins anew, without memory. */
  readonly plant: (surroundings: Surroundings) => Tamper;
}

export function fault(name: string, breaks: readonly string[], plant: Fault['plant']): Fault {
  return { name, breaks, plant };
}

/** `POST /api/login/`; a star stands for one part of the path. */
export function isTo({ method, path }: Call, route: string): boolean {
  const [routeMethod = '', routePath = ''] = route.split(' ');
  const pattern = new RegExp(`^${routePath.replaceAll('*', '[^/]+')}$`);
  return (routeMethod === 'ANY' || method === routeMethod) && pattern.test(path);
}

/** Changes answers of a route. */
export function after(route: string, change: (reply: Reply, call: Call) => Reply): () => Tamper {
  return () => async (call, next) => {
    const reply = await next();
    return isTo(call, route) ? change(reply, call) : reply;
  };
}

/** Changes answers of all routes. */
export function everywhere(change: (reply: Reply, call: Call) => Reply): () => Tamper {
  return () => async (call, next) => change(await next(), call);
}

/** Takes requests of a route into its own hands. */
export function instead(route: string, act: Tamper): () => Tamper {
  return () => (call, next) => (isTo(call, route) ? act(call, next) : next());
}

/** Changes the members of a body on its way to the server, where they are such. */
export function before(
  route: string,
  change: (body: Call['body']) => Call['body'] | undefined,
): () => Tamper {
  return instead(route, (call, next) => {
    const body = change(call.body);
    return body === undefined ? next() : next({ body });
  });
}

export const withBody = (reply: Reply, more: Reply['body']): Reply =>
  replyWith(reply.status, { ...reply.body, ...more }, reply.headers);

export const withoutMember = (reply: Reply, name: string): Reply =>
  replyWith(reply.status, without(reply.body, name), reply.headers);

export const withoutHeader = (reply: Reply, name: string): Reply => ({
  ...reply,
  headers: without(reply.headers, name),
});

/** The same answer under another code. */
export const asCode = (reply: Reply, code: string): Reply => withBody(reply, { code });

export const isRefused = (reply: Reply, code: string): boolean => reply.body['code'] === code;

export const textOf = (body: Call['body'], name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};

export const bearerOf = ({ headers }: Call): string =>
  (headers.authorization ?? '').replace(/^bearer +/i, '');

/** Whether two refresh tokens differ in one digit, as a forged one does from the real one. */
export const differInOne = (one: string, other: string): boolean =>
  one.length === other.length && Array.from(one).filter((digit, i) => digit !== other[i]).length === 1;

/** A pair that no server gave. */
export const madeUpPair = (refresh_token: string = randomUUID()): Reply =>
  replyWith(
    200,
    {
      access_token: 'a.b.c',
      refresh_token,
      token_type: 'Bearer',
      expires_in: 30,
      refresh_expires_in: 2_592_000,
    },
    { 'cache-control': 'no-store' },
  );

export { problem, replyWith, without };
