import type { VariableName } from './config-variables.ts';

/** Where the metrics are answered, and whom. */
export interface MetricsConfig {
  /** Whoever asks has to send it; undefined: nobody has to. */
  readonly token: string | undefined;
  /** A port of their own; undefined: they are answered at that of the API, which needs the token. */
  readonly listener: { readonly host: string; readonly port: number } | undefined;
}

type Read = (name: VariableName) => string | undefined;

const minimumTokenBytes = 16;

/** @returns undefined where nobody is to see the metrics. */
export function readMetrics(read: Read, apiPort: number, problems: string[]): MetricsConfig | undefined {
  const token = read('METRICS_TOKEN');
  const portText = read('METRICS_PORT');
  const host = read('METRICS_HOST');
  if (token !== undefined && (Buffer.byteLength(token) < minimumTokenBytes || /[^\x21-\x7e]/.test(token))) {
    problems.push(
      `METRICS_TOKEN must have at least ${minimumTokenBytes} visible ASCII characters; make one with: openssl rand -hex 32`,
    );
  }
  if (portText === undefined) {
    if (host !== undefined) problems.push('METRICS_PORT is missing: it goes with METRICS_HOST.');
    return token === undefined ? undefined : { token, listener: undefined };
  }
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  if (port < 1 || port > 65_535) problems.push('METRICS_PORT must be a number from 1 to 65535.');
  if (port === apiPort) {
    problems.push('METRICS_PORT must not be PORT. To have the metrics at that port set METRICS_TOKEN alone.');
  }
  return { token, listener: { host: host ?? '127.0.0.1', port } };
}
