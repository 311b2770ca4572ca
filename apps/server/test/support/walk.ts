import { randomUUID } from 'node:crypto';
import { delimiter, dirname } from 'node:path';
import { watch } from './child-process.ts';

/** A command of a walk through the API, and the JSON that it is said to print. */
export interface Step {
  readonly commands: string;
  readonly expected: unknown;
}

/**
 * The steps of the bash block that follows `<!-- walk -->`. A comment that holds a JSON object ends a step: it is what
 * the commands before it print.
 *
 * @throws Error where there is no such block, or a command after the last answer.
 */
export function readWalk(markdown: string): Step[] {
  const [, block] = /^<!-- walk -->\s*^```bash\n([^]*?)^```$/m.exec(markdown) ?? [];
  if (block === undefined) throw new Error('There is no bash block after <!-- walk -->.');
  const steps: Step[] = [];
  let commands: string[] = [];
  for (const line of block.split('\n')) {
    const answer = /^# (\{.*\})$/.exec(line)?.[1];
    if (answer === undefined) {
      commands.push(line);
    } else {
      steps.push({ commands: commands.join('\n'), expected: JSON.parse(answer) });
      commands = [];
    }
  }
  const rest = commands.filter((line) => line.trim() && !line.startsWith('#'));
  if (rest.length > 0) throw new Error(`No answer is given for: ${rest.join('\n')}`);
  return steps;
}

/** Runs the steps in one bash, as somebody would who pastes them. @returns what each of them printed. */
export async function runWalk(steps: readonly Step[], folder: string): Promise<string[]> {
  const marker = `end of step ${randomUUID()}`;
  const script = steps.map(({ commands }) => `${commands}\nprintf '%s' '${marker}'`);
  // The node that runs the tests, wherever it is installed.
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const environment = { PATH: path, HOME: folder };
  const bash = watch('bash', ['-e', '-c', script.join('\n')], environment);
  bash.stdin.end();
  const { code, stdout, stderr } = await bash.exited;
  if (code !== 0) throw new Error(`bash ended with ${code ?? 'a signal'}: ${stdout}${stderr}`);
  return stdout.split(marker).slice(0, -1);
}

const anything = '…';

/** Whether an answer is as expected, where `…` stands for any text. */
export function isLike(expected: unknown, actual: unknown): boolean {
  if (expected === anything) return typeof actual === 'string' && actual !== '';
  if (!isObject(expected) || !isObject(actual)) return expected === actual;
  const names = Object.keys(expected);
  return (
    names.length === Object.keys(actual).length &&
    names.every((name) => name in actual && isLike(expected[name], actual[name]))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
