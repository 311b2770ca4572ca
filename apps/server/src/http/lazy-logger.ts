import type { FastifyBaseLogger } from 'fastify';
import type { Logger } from 'pino';

type Bindings = Record<string, unknown>;
type Parts = Parameters<Logger['info']>;

/**
 * Gives a logger whose children are made when they are first written to. Fastify makes one for every request, and hardly
 * any request has something to say. The serializers that Fastify offers are not taken: the logger's own leave out what is
 * secret.
 */
export function lazyChildren(logger: Logger): FastifyBaseLogger {
  return new LazyLogger({ open: () => logger }, {});
}

class LazyLogger {
  readonly #parent: { open(): Logger };
  readonly #bindings: Bindings;
  #own: Logger | undefined;

  constructor(parent: { open(): Logger }, bindings: Bindings) {
    this.#parent = parent;
    this.#bindings = bindings;
  }

  child(bindings: Bindings): LazyLogger {
    return new LazyLogger(this, bindings);
  }

  open(): Logger {
    return (this.#own ??= this.#parent.open().child(this.#bindings));
  }

  get level(): string {
    return this.open().level;
  }

  trace(...parts: Parts): void {
    this.open().trace(...parts);
  }

  debug(...parts: Parts): void {
    this.open().debug(...parts);
  }

  info(...parts: Parts): void {
    this.open().info(...parts);
  }

  warn(...parts: Parts): void {
    this.open().warn(...parts);
  }

  error(...parts: Parts): void {
    this.open().error(...parts);
  }

  fatal(...parts: Parts): void {
    this.open().fatal(...parts);
  }

  silent(...parts: Parts): void {
    this.open().silent(...parts);
  }
}
