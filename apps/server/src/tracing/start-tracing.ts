import type { Config } from '../config.ts';
import { useTracing, type Tracing } from '../lib/tracing.ts';

/**
 * Begins to tell a collector what the process does, where the configuration names one. To be called before the service
 * is opened. Else nothing of OpenTelemetry is loaded.
 */
export async function startTracing(
  { tracing: config }: Pick<Config, 'tracing'>,
  warn: (message: string) => void,
): Promise<Tracing | undefined> {
  if (!config) return undefined;
  const { createTracing } = await import('./open-telemetry.ts');
  const tracing = await createTracing(config, warn);
  useTracing(tracing);
  return tracing;
}
