export type LogLine = Readonly<Record<string, unknown>>;

/** The lines of a log. @throws SyntaxError where one is not JSON. */
export function readLog(stdout: string): LogLine[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LogLine);
}
