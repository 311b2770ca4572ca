import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { openAnswers } from './open-answers.ts';
import { OpenList } from './open-list.ts';
import { quietTurn } from './quiet-turn.ts';

const lookEveryMs = 100;

/** How a server ends without cutting anybody off. */
export interface Drain {
  /** Whether it is known that the server will stop: then it is not ready for more, and serves as before. */
  isAnnounced(): boolean;
  announce(): void;
  /** Calls back when the server takes no more connections. Whoever lets requests wait answers them then. */
  onBegin(callback: () => void): void;
  /**
   * Takes no more connections, and lets those that are open have one more answer, which says that it is the last
   * (`Connection: close`). Called again, it only waits with the first.
   *
   * @param kept how long connections may wait for their last request: until it resolves. Unless given they are closed
   *   as soon as they have none.
   * @returns when no connection is left.
   */
  begin(kept?: Promise<unknown>): Promise<void>;
}

const known = new WeakMap<Server, Drain>();

/**
 * The drain of a server. It has to be asked for before the first connection.
 *
 * By itself a server that is closed cuts off connections that wait for their next request, also where it is on its way,
 * and waits for one that a browser has opened in advance and never used.
 *
 * @example
 * const drain = drainOf(server);
 * drain.announce();
 * await drain.begin();
 */
export function drainOf(server: Server): Drain {
  let drain = known.get(server);
  if (!drain) known.set(server, (drain = createDrain(server)));
  return drain;
}

function createDrain(server: Server): Drain {
  const connections = new OpenList<Socket>();
  const answers = openAnswers(server);
  const callbacks: (() => void)[] = [];
  let accepted = 0;
  let isAnnounced = false;
  let end: Promise<void> | undefined;
  let onEmpty: () => void = () => undefined;

  server.on('connection', (socket: Socket) => {
    accepted += 1;
    connections.add(socket);
    socket.once('close', () => {
      connections.delete(socket);
      if (connections.size === 0) onEmpty();
    });
  });

  /** What the system has taken for us and we have not would be cut off with the port. */
  async function untilNobodyArrives(): Promise<void> {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const before = accepted;
      await quietTurn();
      if (accepted === before) return;
    }
  }

  async function run(kept: Promise<unknown> | undefined): Promise<void> {
    await untilNobodyArrives();
    // The one of node:http would cut off the connections that wait for a request as well.
    if (server.listening) NetServer.prototype.close.call(server);
    server.prependListener('request', (_request, answer: ServerResponse) => isTheLast(answer));
    for (const answer of answers) isTheLast(answer);
    for (const callback of callbacks) callback();
    if (connections.size === 0) return;
    const isEmpty = new Promise<void>((resolve) => (onEmpty = resolve));
    await Promise.race([kept, isEmpty]);
    const stop = closeUnneeded();
    await isEmpty;
    stop();
  }

  /** Closes connections as they are done with, and unused ones. */
  function closeUnneeded(): () => void {
    // The first bytes of a request may be on their way: a connection is unused when it is so twice.
    let unused = new Set<Socket>();
    const look = (): void => {
      void quietTurn().then(() => {
        server.closeIdleConnections();
        for (const socket of unused) if (isUnused(socket)) socket.destroy();
        unused = new Set([...connections].filter(isUnused));
      });
    };
    look();
    const timer = setInterval(look, lookEveryMs);
    return () => clearInterval(timer);
  }

  return {
    isAnnounced: () => isAnnounced,
    announce: () => void (isAnnounced = true),
    onBegin: (callback) => void callbacks.push(callback),
    begin(kept) {
      isAnnounced = true;
      return (end ??= run(kept));
    },
  };
}

/** Says so in its header: `Connection: close`. */
function isTheLast(answer: ServerResponse): void {
  answer.shouldKeepAlive = false;
}

function isUnused(socket: Socket): boolean {
  return socket.bytesRead === 0;
}
