import { destination, pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import { unicodeEscape } from './printable.ts';

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
      hooks: { streamWrite: escapeControls },
    },
    stream ?? destination({ dest: 1, sync: false, minLength: 4_096 }),
  );
}

/**
 * JSON escapes the controls of ASCII. A terminal also obeys those of Latin-1 (U+009B begins a sequence like ESC [) and
 * the marks that turn text round, and some readers of logs take U+2028 for the end of a line. In JSON they can only stand
 * in a text, so that their escapes mean the same.
 */
function escapeControls(line: string): string {
  return line.replace(/[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, unicodeEscape);
}

/** The parts of an error that are ours: a driver's error also carries the row, with the values of its columns. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: 'something that is no error was thrown' };
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error ? error.code : undefined;
  return { type, message, stack, code };
}
