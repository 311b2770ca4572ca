#!/usr/bin/env node
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { startBackgroundWork } from './background-work.ts';
import { ConfigError, loadConfig, type Config } from './config.ts';
import { systemClock } from './lib/clock.ts';
import { createLogger } from './lib/logging.ts';
import { createPasswordHasher } from './lib/password-hashing.ts';
import { addressesOf, listen, type Listening } from './listening.ts';
import { openMetricsServer } from './metrics/metrics-server.ts';
import { openService, type Service } from './open-service.ts';
import { keepFilesPrivate } from './private-files.ts';
import { explainStartFailure } from './start-failure.ts';
import { banner, keptMail } from './banner.ts';
import { startTracing } from './tracing/start-tracing.ts';
import { isWorker, runWorkers, sayReady } from './workers.ts';

const shutdownPatienceMs = 10_000;
/** Ctrl+C under npm arrives twice: from the terminal, and passed on by npm. */
const sameSignalMs = 1_000;

async function main(): Promise<void> {
  keepFilesPrivate();
  let config: Config | undefined;
  try {
    config = loadConfig(process.env);
    if (config.workers > 1 && !isWorker()) runWorkers(config, createLogger(config.logLevel));
    else await serve(config);
  } catch (error) {
    process.stderr.write(
      `${error instanceof ConfigError ? error.message : explainStartFailure(error, config)}\n`,
    );
    process.exit(1);
  }
}

async function serve(config: Config): Promise<void> {
  // It is asked for by the logger, which it has something to say to.
  const tracing = await startTracing(config, (message) => logger.warn(message));
  const logger = createLogger(config.logLevel);
  const hasher = createPasswordHasher(undefined, config.workers);
  const surroundings = { config, logger, clock: systemClock, hasher };
  const service = await openService(surroundings);
  const { listening, metricsServer } = await listenOrClose(service, config, logger);
  const stopBackgroundWork = startBackgroundWork(
    service,
    (error, work) => logger.warn({ err: error }, `${work} failed; it will be tried again`),
    (mail) => process.stderr.write(keptMail(mail)),
  );
  if (isWorker()) sayReady(service);
  else process.stderr.write(banner(config, service.setupLink));
  stopOnSignals(logger, async () => {
    await stopBackgroundWork();
    await listening.close();
    await service.close();
    // Whoever watches sees the end as well.
    await metricsServer?.close();
    await tracing?.stop();
  });
}

interface Servers {
  readonly listening: Listening;
  /** At the port of their own that the metrics may have; of several workers none has it. */
  readonly metricsServer: FastifyInstance | undefined;
}

async function listenOrClose(service: Service, config: Config, logger: Logger): Promise<Servers> {
  try {
    const { app, metrics } = service;
    const listening = await listen(app, await addressesOf(config.host), config.port);
    const isOwn = metrics && !isWorker();
    const metricsServer = isOwn ? await openMetricsServer(config, logger, metrics.scrape) : undefined;
    return { listening, metricsServer };
  } catch (error) {
    await service.close();
    throw error;
  }
}

/** The first signal finishes the requests that are on their way and exits with 0; another one later exits at once. */
function stopOnSignals(logger: Logger, close: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  const stop = (signal: string): void => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > sameSignalMs) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    logger.info({ signal }, 'stopping: requests on their way are finished');
    setTimeout(() => {
      logger.warn('some requests did not finish in time');
      process.exit(1);
    }, shutdownPatienceMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'the server could not be stopped in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

await main();
