import { Broken, NotChecked, type Judgement } from './check.ts';
import { describeAnswer, describeSent } from './describe.ts';
import type { Answer } from './http/answer.ts';
import { maskSecrets } from './http/mask.ts';
import { NoAnswer } from './http/sender.ts';
import type { CheckEnd } from './perform.ts';
import type { CheckResult, Failure } from './report.ts';

/** What is known of a promise. */
export type Verdict = Pick<CheckResult, 'outcome' | 'reason' | 'failure'>;

/** What the end of a check says about the server. Errors of the kit itself go on. */
export function judgeEnd({ error }: CheckEnd, secrets: readonly string[]): Verdict {
  if (error === undefined) return { outcome: 'passed' };
  if (error instanceof NotChecked) return { outcome: 'not checked', reason: error.message };
  if (error instanceof NoAnswer) {
    const failure = {
      expected: 'an answer',
      sent: describeSent(error.sent, secrets),
      received: `nothing: ${error.message}`,
    };
    return { outcome: 'failed', failure };
  }
  if (!(error instanceof Broken))
    throw new Error('A check of the kit has a fault of its own.', { cause: error });
  return { outcome: 'failed', failure: describeFailure(error.message, error.answer, secrets) };
}

/** Looks at all answers that a promise is about. */
export function judge(
  { concerns, fault }: Judgement,
  journal: readonly Answer[],
  secrets: readonly string[],
): Verdict {
  const concerned = journal.filter(concerns);
  if (concerned.length === 0) return { outcome: 'not checked', reason: 'no answer of this kind came' };
  const faulty = concerned.flatMap((answer) => {
    const expected = fault(answer);
    return expected === undefined ? [] : [{ answer, expected }];
  });
  const [first] = faulty;
  if (first === undefined) return { outcome: 'passed' };
  const expected = `${first.expected} (missing in ${faulty.length} of ${concerned.length} answers; this is the first)`;
  return { outcome: 'failed', failure: describeFailure(expected, first.answer, secrets) };
}

function describeFailure(expected: string, answer: Answer | undefined, secrets: readonly string[]): Failure {
  return {
    expected: maskSecrets(expected, secrets),
    ...(answer && { sent: describeSent(answer.sent, secrets), received: describeAnswer(answer, secrets) }),
  };
}
