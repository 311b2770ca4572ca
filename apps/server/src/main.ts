#!/usr/bin/env node
import { startBackgroundWork } from './background-work.ts';
import { ConfigError, loadConfig, type Config } from './config.ts';
import { systemClock } from './lib/clock.ts';
import { createLogger } from './lib/logging.ts';
import { createPasswordHasher } from './lib/password-hashing.ts';
import { addressesOf, listen } from './listening.ts';
import { openService, type Service } from './open-service.ts';
import { keepFilesPrivate } from './private-files.ts';
import { explainStartFailure } from './start-failure.ts';
import { banner, keptMail } from './banner.ts';
import { stopOnSignals } from './stopping.ts';
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
  const logger = createLogger(config.logLevel);
  const hasher = createPasswordHasher(undefined, config.workers);
  const surroundings = { config, logger, clock: systemClock, hasher };
  const service = await openService(surroundings);
  await listenOrClose(service, config);
  const stopBackgroundWork = startBackgroundWork(
    service,
    (error, work) => logger.warn({ err: error }, `${work} failed; it will be tried again`),
    (mail) => process.stderr.write(keptMail(mail)),
  );
  if (isWorker()) sayReady(service);
  else process.stderr.write(banner(config, service.setupLink));
  stopOnSignals({ logger, service, stopBackgroundWork, delayMs: config.shutdownDelaySeconds * 1_000 });
}

async function listenOrClose(service: Service, { host, port }: Config): Promise<void> {
  try {
    await listen(service.app, await addressesOf(host), port);
  } catch (error) {
    await service.close();
    throw error;
  }
}

await main();
