#!/usr/bin/env node
import { ConfigError, loadConfig, type Config } from './config.ts';
import { heartbeatMs } from './features/installation/index.ts';
import { systemClock } from './lib/clock.ts';
import { createLogger } from './lib/logging.ts';
import { createPasswordHasher } from './lib/password-hashing.ts';
import { repeat } from './lib/repeat.ts';
import { openService, type Service } from './open-service.ts';
import { explainStartFailure } from './start-failure.ts';
import { banner } from './banner.ts';

const pruneEveryMs = 1_000;
const pruneRestMs = 60_000;
const shutdownPatienceMs = 10_000;
const flushLogEveryMs = 500;

async function main(): Promise<void> {
  let config: Config | undefined;
  try {
    config = loadConfig(process.env);
    await serve(config);
  } catch (error) {
    process.stderr.write(
      `${error instanceof ConfigError ? error.message : explainStartFailure(error, config)}\n`,
    );
    process.exit(1);
  }
}

async function serve(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  const surroundings = { config, logger, clock: systemClock, hasher: createPasswordHasher() };
  const service = await openService(surroundings);
  try {
    await service.app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await service.close();
    throw error;
  }
  const stopTimers = startBackgroundWork(service, (error, work) =>
    logger.warn({ err: error }, `${work} failed; it will be tried again`),
  );
  process.stderr.write(banner(config));
  // A quiet server's lines would otherwise wait until they fill a block.
  setInterval(() => logger.flush(), flushLogEveryMs).unref();

  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping: requests on their way are finished');
    setTimeout(() => process.exit(1), shutdownPatienceMs).unref();
    stopTimers();
    void service.close().then(() => logger.flush(() => process.exit(0)));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function startBackgroundWork(service: Service, onError: (error: unknown, work: string) => void): () => void {
  const stopHeartbeat = repeat(
    async () => {
      await service.node.beat();
      return heartbeatMs;
    },
    (error) => onError(error, 'the heartbeat'),
  );
  const stopPruning = repeat(
    async () => {
      const { wasLast } = await service.pruner.pruneRange();
      return wasLast ? pruneRestMs : pruneEveryMs;
    },
    (error) => onError(error, 'pruning sessions'),
  );
  return () => {
    stopHeartbeat();
    stopPruning();
  };
}

await main();
