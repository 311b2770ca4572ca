import cluster, { type Worker } from 'node:cluster';
import type { Logger } from 'pino';
import { banner } from './banner.ts';
import type { Config } from './config.ts';
import { openMetricsServer } from './metrics/metrics-server.ts';
import { scrapeWorkers } from './metrics/worker-metrics.ts';
import { explainStartFailure } from './start-failure.ts';

const restartAfterMs = 1_000;

/** What a worker tells when it serves. */
interface Ready {
  readonly setupLink: string | undefined;
}

/** Whether this process is one of several that serve: another one speaks for them. */
export function isWorker(): boolean {
  return cluster.isWorker;
}

export function sayReady({ setupLink }: Ready): void {
  process.send?.({ isReady: true, setupLink });
}

/**
 * Runs processes that share one port, and serves nothing itself. One that dies is replaced; one that cannot start at
 * the beginning ends all of them, since the others would fail alike. SIGTERM and SIGINT are passed on as they are, and
 * the process ends with the last of them.
 */
export function runWorkers(config: Config, logger: Logger): void {
  const ready = new Set<Worker>();
  let setupLink: string | undefined;
  let haveStarted = false;
  let isStopping = false;
  let exitCode = 0;

  // One that has exited is among the workers until its channel is closed, which may be noticed later.
  const live = (): Worker[] =>
    Object.values(cluster.workers ?? {}).filter((worker): worker is Worker => worker?.isDead() === false);
  const stop = (signal: NodeJS.Signals): void => {
    isStopping = true;
    for (const worker of live()) worker.process.kill(signal);
  };

  cluster.on('message', (worker, message: Ready & { isReady?: true }) => {
    if (!message.isReady) return;
    ready.add(worker);
    setupLink ??= message.setupLink;
    if (haveStarted || ready.size < config.workers) return;
    haveStarted = true;
    process.stderr.write(banner(config, setupLink));
  });
  cluster.on('exit', (worker, code, signal) => {
    ready.delete(worker);
    if (isStopping || !haveStarted) {
      // What kept it from starting it has said itself. One that was still starting ends by the signal.
      if (code !== 0 && signal !== 'SIGTERM' && signal !== 'SIGINT') exitCode = code || 1;
      if (!isStopping) stop('SIGTERM');
      if (live().length === 0) process.exit(exitCode);
      return;
    }
    logger.error({ worker: worker.process.pid, code, signal }, 'a worker died; another one takes its place');
    setTimeout(() => !isStopping && cluster.fork(), restartAfterMs);
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (config.metrics) {
    openMetricsServer(config, logger, scrapeWorkers()).catch((error: unknown) => {
      process.stderr.write(`${explainStartFailure(error, config)}\n`);
      exitCode = 1;
      stop('SIGTERM');
    });
  }
  for (let i = 0; i < config.workers; i += 1) cluster.fork();
}
