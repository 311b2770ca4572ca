import { CannotRun } from '../options.ts';
import type { Report } from '../report.ts';
import { runConformance } from '../run.ts';
import { listChecks, titleOf } from '../select.ts';
import { help, readCommandLine, type CommandLine } from './arguments.ts';
import type { Io } from './io.ts';
import { startProgress } from './progress.ts';
import { writeJunit } from './write-junit.ts';
import { writeText } from './write-text.ts';

/**
 * Runs the command line `latchkey-conformance …args`.
 * @returns the exit code: 0 all that was checked is kept, 1 a promise is broken, 2 it could not run.
 */
export async function run(args: string[], io: Io, version: string): Promise<number> {
  try {
    const line = readCommandLine(args, io.environment);
    if (line.wants === 'help') io.print(help);
    else if (line.wants === 'version') io.print(`${version}\n`);
    else if (line.wants === 'list') io.print(list());
    else return await runAndWrite(line, io);
    return 0;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    io.printError(`latchkey-conformance: ${error.message}\n`);
    return 2;
  }
}

async function runAndWrite({ options, json, junitFile }: CommandLine, io: Io): Promise<number> {
  const progress = startProgress(io);
  let report: Report;
  try {
    report = await runConformance({ ...options, signal: io.signal, onResult: progress.step });
  } finally {
    progress.end();
  }
  const inColours = io.outputIsTerminal && (io.environment['NO_COLOR'] ?? '') === '';
  io.print(json ? `${JSON.stringify(report, null, 2)}\n` : `${writeText(report, inColours)}\n`);
  if (junitFile !== undefined) await writeReport(io, junitFile, writeJunit(report));
  if (report.failed > 0) return 1;
  if (report.passed === 0) throw new CannotRun('Nothing could be checked; the list says why.');
  if (io.signal.aborted) throw new CannotRun('It was stopped before it was through.');
  return 0;
}

async function writeReport(io: Io, file: string, text: string): Promise<void> {
  await io.writeFile(file, text).catch((cause: unknown) => {
    throw new CannotRun(
      `${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  });
}

function list(): string {
  const checks = listChecks();
  const groups = [...new Set(checks.map(({ group }) => group))].map((id) => {
    const own = checks
      .filter(({ group }) => group === id)
      .map((check) => `  ${check.id.padEnd(30)} ${check.promise}`);
    return [`${id}: ${titleOf(id)}`, ...own].join('\n');
  });
  return `${groups.join('\n\n')}\n\n${checks.length} checks\n`;
}
