import type { CheckResult } from '../report.ts';
import type { Io } from './io.ts';

const wipe = '\r\u001b[K';

/** One line on the terminal that says how far it is; nothing where there is none. */
export function startProgress({ errorIsTerminal, printError }: Io): {
  step: (result: CheckResult) => void;
  end: () => void;
} {
  let done = 0;
  let failed = 0;
  const show = (): void => {
    const faults = failed > 0 ? `, ${failed} failed` : '';
    printError(
      `${wipe}${done} checked${faults} … (some checks wait for tokens to expire; Ctrl+C tidies up and stops)`,
    );
  };
  if (!errorIsTerminal) return { step: () => undefined, end: () => undefined };
  show();
  return {
    step: ({ outcome }) => {
      done += 1;
      if (outcome === 'failed') failed += 1;
      show();
    },
    end: () => printError(wipe),
  };
}
