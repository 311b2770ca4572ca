import pg from 'pg';
import type { Logger } from 'pino';
import type { ConnectionLoad } from '../database.ts';
import { DatabaseStalledError } from '../errors.ts';
import { createHistogram, latencyBounds } from '../../lib/histogram.ts';
import { QueueFullError } from '../../lib/waiting-line.ts';

export const connectTimeoutMs = 3_000;
const lookEveryMs = 500;
/** Past this many a newcomer would wait for longer than it is worth. */
const maximumWaiting = 500;
/** While every connection has waited this long for an answer, nothing else is begun. */
const stalledAfterMs = 1_000;

export interface PoolOptions {
  readonly name: 'main' | 'quick';
  readonly url: string;
  readonly max: number;
  /** Run on every new connection. */
  readonly statements: readonly string[];
  /** A connection whose answer takes longer is given up: longer than PostgreSQL lets any statement take. */
  readonly longestAnswerMs: number;
  readonly logger: Logger;
}

/** Ids, selectors and times become numbers: all are below 2 ** 53. */
export function numberTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}

type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: () => void) => void;

/**
 * Connections that never keep anybody waiting for long: not where too many wait already, and not for a database that
 * has stopped to answer without saying so, as behind a network that swallows everything.
 */
export class BoundedPool extends pg.Pool {
  /** Connections in use, and when each of them was last heard of. */
  readonly #heardAt = new Map<pg.ClientBase, number>();
  readonly #name: 'main' | 'quick';
  readonly #max: number;
  readonly #waits = createHistogram(latencyBounds);
  #refused = 0;
  readonly #watch: NodeJS.Timeout;
  /** Whether every connection waits for an answer, and has for a while. */
  #isStalled = false;

  constructor({ name, url, max, statements, longestAnswerMs, logger }: PoolOptions) {
    super({
      connectionString: url,
      types: numberTypes(),
      max,
      connectionTimeoutMillis: connectTimeoutMs,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      application_name: 'latchkey',
      onConnect: (client) => {
        this.#heard(client);
        client.on('drain', () => this.#heardAt.has(client) && this.#heard(client));
        client.on('end', () => this.#forget(client));
        // The pool waits for the promise, though its type does not say so.
        return client.query(statements.join(';')) as unknown as undefined;
      },
    });
    this.#name = name;
    this.#max = max;
    this.on('acquire', (client) => this.#heard(client));
    this.on('release', (_error, client) => this.#forget(client));
    this.on('remove', (client) => this.#forget(client));
    // A connection that breaks is replaced at the next use. Without a listener it would end the process: the pool's own
    // listens while the connection is idle, the client's also between two statements of a transaction.
    const onLost = (error: Error): void => logger.warn({ err: error }, 'a database connection was lost');
    this.on('error', onLost);
    this.on('connect', (client) => client.on('error', onLost));
    this.#watch = setInterval(() => {
      // Once what has arrived is read: where this process was held up, the answers may be here already.
      setImmediate(() => this.#look(longestAnswerMs, logger));
    }, lookEveryMs);
    this.#watch.unref();
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    const refusal = this.#refusal();
    if (refusal) this.#refused += 1;
    const cameAt = performance.now();
    const noteWait = (): void => this.#waits.note((performance.now() - cameAt) / 1_000);
    if (!callback) {
      if (refusal) return Promise.reject(refusal);
      return super.connect().then((client) => {
        noteWait();
        return client;
      });
    }
    if (refusal) {
      process.nextTick(callback, refusal, undefined, () => undefined);
    } else {
      super.connect((error, client, done) => {
        if (client) noteWait();
        callback(error, client, done);
      });
    }
    return undefined;
  }

  load(): ConnectionLoad {
    return {
      pool: this.#name,
      inUse: this.totalCount - this.idleCount,
      idle: this.idleCount,
      most: this.#max,
      waiting: this.waitingCount,
      refused: this.#refused,
      waits: this.#waits.read(),
    };
  }

  override end(): Promise<void> {
    clearInterval(this.#watch);
    return super.end();
  }

  #heard(client: pg.ClientBase): void {
    this.#isStalled = false;
    this.#heardAt.set(client, performance.now());
  }

  #refusal(): Error | undefined {
    if (this.waitingCount >= maximumWaiting) return new QueueFullError(1);
    return this.#isStalled ? new DatabaseStalledError() : undefined;
  }

  #forget(client: pg.ClientBase): void {
    this.#isStalled = false;
    this.#heardAt.delete(client);
  }

  #look(longestAnswerMs: number, logger: Logger): void {
    const now = performance.now();
    const isFull = this.#heardAt.size >= this.#max;
    this.#isStalled = isFull && now - Math.max(...this.#heardAt.values()) > stalledAfterMs;
    const before = now - longestAnswerMs;
    for (const [client, heardAt] of this.#heardAt) {
      if (heardAt > before) continue;
      this.#forget(client);
      logger.warn('a database connection was given up: no answer came');
      // The pool's clients can end, which their common type leaves out. Where a statement is on its way, this breaks
      // the connection at once, and the statement fails.
      void (client as pg.ClientBase & { end(): Promise<void> }).end().catch(() => undefined);
    }
  }
}
