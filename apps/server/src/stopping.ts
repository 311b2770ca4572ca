import type { Logger } from 'pino';
import { drainOf } from './lib/draining.ts';
import type { Service } from './open-service.ts';

/** How long requests that are on their way may take. */
const patienceMs = 10_000;
/** Ctrl+C under npm arrives twice: from the terminal, and passed on by npm. */
const sameSignalMs = 1_000;

interface Options {
  readonly logger: Logger;
  readonly service: Pick<Service, 'app' | 'close'>;
  readonly stopBackgroundWork: () => Promise<void>;
  /** What is to be ended when the service has. */
  readonly afterwards: () => Promise<void>;
  /** SHUTDOWN_DELAY. */
  readonly delayMs: number;
}

/**
 * What SIGTERM does: the server says that it is not ready and serves on, for the delay; takes no more connections, and for
 * as long again lets those that are open have one more answer each; finishes the requests that are on their way; and
 * exits with 0. SIGINT, of somebody at a terminal, does not wait for the delay.
 *
 * Another signal later makes an end of the waiting; one more, or one that comes while requests are finished, of the
 * process, with 1.
 */
export function stopOnSignals({ logger, service, stopBackgroundWork, afterwards, delayMs }: Options): void {
  const drain = drainOf(service.app.server);
  const hurry = new AbortController();
  let signalledAt: number | undefined;

  async function stop(signal: NodeJS.Signals): Promise<void> {
    drain.announce();
    if (delayMs > 0 && !hurry.signal.aborted) {
      logger.info({ signal, delay_ms: delayMs }, 'stopping soon: not ready from now on');
      await pause(delayMs, hurry.signal);
    }
    logger.info({ signal }, 'stopping: requests on their way are finished');
    const kept = pause(delayMs, hurry.signal);
    const drained = drain.begin(kept);
    await Promise.race([kept, drained]);
    hurry.abort();
    setTimeout(() => {
      logger.warn('some requests did not finish in time');
      process.exit(1);
    }, patienceMs).unref();
    await stopBackgroundWork();
    await drained;
    await service.close();
    await afterwards();
  }

  const onSignal = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    const isFirst = signalledAt === undefined;
    if (signalledAt !== undefined && now - signalledAt > sameSignalMs) {
      if (hurry.signal.aborted) process.exit(1);
      hurry.abort();
      signalledAt = now;
    }
    if (signal === 'SIGINT') hurry.abort();
    if (!isFirst) return;
    signalledAt = now;
    stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'the server could not be stopped in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** Waits, but not for somebody who is in a hurry. */
function pause(milliseconds: number, hurry: AbortSignal): Promise<void> {
  if (milliseconds === 0 || hurry.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    hurry.addEventListener('abort', end, { once: true });
  });
}
