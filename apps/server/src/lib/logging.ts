import { pino, stdSerializers, symbols, type DestinationStream, type Level, type Logger } from 'pino';
import { createLogBlocks } from './log-blocks.ts';
import { unicodeEscape } from './printable.ts';
import { tracingInUse } from './tracing.ts';

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
 * Logs as JSON lines, to the standard output unless there is another stream.
 * Requests are logged by method, path and outcome: never their query, headers or body.
 */
export function createLogger(level: string, stream?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${timeNow()}"`,
      redact: { paths: [...secretPaths, ...secretPaths.map((path) => `*.${path}`)], censor: '[redacted]' },
      serializers: { err: describeError },
      ...(tracingInUse() && { mixin: () => ({ trace_id: tracingInUse()?.traceId() }) }),
      hooks: { streamWrite: escapeControls },
    },
    stream ?? createLogBlocks(1),
  );
}

/**
 * What is written for every request goes past the logger: its line is put together where it is made, in the same form.
 *
 * @returns a function that takes the fields of a line as JSON, without braces and without secrets; undefined: the logger
 *   writes nothing of this level.
 */
export function lineWriter(logger: Logger, level: Level): ((fields: string) => void) | undefined {
  if (!logger.isLevelEnabled(level)) return undefined;
  // Every logger has one; its type leaves out what integrations reach by symbols.
  const stream = (logger as unknown as { [symbols.streamSym]: DestinationStream })[symbols.streamSym];
  const number = logger.levels.values[level];
  return (fields) => stream.write(escapeControls(`{"level":${number},"time":"${timeNow()}",${fields}}\n`));
}

let latest = { ms: 0, text: '' };

/** Many lines have one time: it is written out once. */
function timeNow(): string {
  const ms = Date.now();
  if (ms !== latest.ms) latest = { ms, text: new Date(ms).toISOString() };
  return latest.text;
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
