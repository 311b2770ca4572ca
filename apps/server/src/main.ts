#!/usr/bin/env node
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { startBackgroundWork } from './background-work.ts';
import { ConfigError, loadConfig, type Config } from './config.ts';
import { systemClock } from './lib/clock.ts';
import { createLogger } from './lib/logging.ts';
import { createPasswordHasher } from './lib/password-hashing.ts';
import { addressesOf, listen } from './listening.ts';
import { openMetricsServer } from './metrics/metrics-server.ts';
import { openService, type Service } from './open-service.ts';
import { keepFilesPrivate } from './private-files.ts';
import { explainStartFailure } from './start-failure.ts';
import { banner, keptMail } from './banner.ts';
import { stopOnSignals } from './stopping.ts';
import { startTracing } from './tracing/start-tracing.ts';
import { isWorker, runWorkers, sayReady } from './workers.ts';

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
  const metricsServer = await listenOrClose(service, config, logger);
  const stopBackgroundWork = startBackgroundWork(
    service,
    (error, work) => logger.warn({ err: error }, `${work} failed; it will be tried again`),
    (mail) => process.stderr.write(keptMail(mail)),
  );
  if (isWorker()) sayReady(service);
  else process.stderr.write(banner(config, service.setupLink));
  stopOnSignals({
    logger,
    service,
    stopBackgroundWork,
    // Whoever watches sees the end as well.
    afterwards: async () => {
      await metricsServer?.close();
      await tracing?.stop();
    },
    delayMs: config.shutdownDelaySeconds * 1_000,
  });
}

/** @returns the server at the port of their own that the metrics may have; of several workers none has it. */
async function listenOrClose(
  service: Service,
  config: Config,
  logger: Logger,
): Promise<FastifyInstance | undefined> {
  try {
    const { app, metrics } = service;
    await listen(app, await addressesOf(config.host), config.port);
    const isOwn = metrics && !isWorker();
    return isOwn ? await openMetricsServer(config, logger, metrics.scrape) : undefined;
  } catch (error) {
    await service.close();
    throw error;
  }
}

await main();
