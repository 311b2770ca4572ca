import { destination, pino, stdSerializers, type DestinationStream, type Logger } from 'pino';

/** Names under which a secret could come near the log by mistake. */
const secretPaths = [
  'password',
  'current_password',
  'new_password',
  'refresh_token',
  'access_token',
  'authorization',
  'cookie',
  'token',
  'secret',
];

/**
 * Logs as JSON lines. What is written leaves the process in blocks, so that nothing waits for the reader of the log.
 * Requests are logged by method, path and outcome: never their query, headers or body.
 */
export function createLogger(level: string, stream?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      redact: { paths: [...secretPaths, ...secretPaths.map((path) => `*.${path}`)], censor: '[redacted]' },
      serializers: { err: describeError },
    },
    stream ?? destination({ dest: 1, sync: false, minLength: 4_096 }),
  );
}

/** The parts of an error that are ours: a driver's error also carries the row, with the values of its columns. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: 'something that is no error was thrown' };
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error ? error.code : undefined;
  return { type, message, stack, code };
}
