import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Broken, type Check, type Judgement } from './check.ts';
import type { Answer } from './http/answer.ts';
import { readBaseUrl, type BaseUrl } from './http/base-url.ts';
import { createSender } from './http/sender.ts';
import { knock } from './knock.ts';
import { CannotRun, type ConformanceOptions } from './options.ts';
import { performChecks } from './perform.ts';
import type { CheckResult, Report } from './report.ts';
import { selectChecks } from './select.ts';
import { createAccounts } from './stage/accounts.ts';
import { createAdmin, type Admin } from './stage/admin.ts';
import { deleteAccounts } from './stage/cleanup.ts';
import { createExchange } from './stage/exchange.ts';
import { judge, judgeEnd, type Verdict } from './verdict.ts';

const usualGraceSeconds = 10;
const usualTimeoutSeconds = 15;

/**
 * Checks a running server against the contract, from outside.
 *
 * It makes accounts of its own and deletes them in the end. A broken promise is a result, not an error.
 * @throws CannotRun when there is no such server at the address, or the options are wrong.
 * @example
 * const report = await runConformance({ baseUrl: 'http://localhost:8000' });
 * for (const { id, outcome } of report.results) console.log(outcome, id);
 */
export async function runConformance(given: ConformanceOptions): Promise<Report> {
  const begin = performance.now();
  const options = { ...given, signal: signalForMany(given.signal) };
  const selected = selectChecks(options);
  const base = readAddress(options.baseUrl);
  const sender = createSender(base, options.timeoutSeconds ?? usualTimeoutSeconds);
  const journal: Answer[] = [];
  const exchange = createExchange(sender, journal);
  const accounts = createAccounts(exchange);
  const settle = (): Promise<void> => setTimeout((options.settleSeconds ?? 0) * 1_000);
  const admin = options.admin && createAdmin(exchange, options.admin, settle);
  const secrets = (): readonly string[] => [
    ...[options.admin?.password, options.secret].flatMap((secret) => secret ?? []),
    ...accounts.all().map(({ password }) => password.trim()),
  ];

  try {
    await knock(sender, base);
    const graceSeconds = options.graceSeconds ?? (admin ? await readGrace(admin) : usualGraceSeconds);
    const verdicts = new Map<string, Verdict>();
    const tell = (group: string, { id, promise }: Check | Judgement, verdict: Verdict): void => {
      verdicts.set(id, verdict);
      options.onResult?.({ id, group, promise, ...verdict });
    };
    const parts = { exchange, accounts, admin, options, graceSeconds };
    await performChecks(selected, parts, (group, check, end) => tell(group, check, judgeEnd(end, secrets())));
    for (const { id, judgements = [] } of selected) {
      for (const judgement of judgements) tell(id, judgement, judge(judgement, journal, secrets()));
    }

    const requests = journal.length;
    const accountsLeft = await deleteAccounts(accounts, exchange, admin);
    // Where even that fails, the sessions expire by themselves.
    await admin?.signOut().catch(() => undefined);
    const results = selected.flatMap(({ id: group, checks, judgements = [] }) =>
      [...checks, ...judgements].map(({ id, promise }): CheckResult => {
        return {
          id,
          group,
          promise,
          ...(verdicts.get(id) ?? { outcome: 'not checked', reason: 'the run was stopped' }),
        };
      }),
    );
    const count = (outcome: CheckResult['outcome']): number =>
      results.filter((result) => result.outcome === outcome).length;
    return {
      baseUrl: base.text,
      passed: count('passed'),
      failed: count('failed'),
      notChecked: count('not checked'),
      seconds: Math.round((performance.now() - begin) / 100) / 10,
      requests,
      accountsLeft,
      results,
    };
  } finally {
    sender.close();
  }
}

/** Every check that waits listens to it. */
function signalForMany(signal: AbortSignal | undefined): AbortSignal {
  const own = AbortSignal.any(signal ? [signal] : []);
  setMaxListeners(0, own);
  return own;
}

function readAddress(given: string): BaseUrl {
  try {
    return readBaseUrl(given);
  } catch (cause) {
    if (cause instanceof TypeError) throw new CannotRun(cause.message, { cause });
    throw cause;
  }
}

async function readGrace(admin: Admin): Promise<number> {
  const { settings } = await admin.settings().catch((error: unknown) => {
    if (!(error instanceof Broken)) throw error;
    throw new CannotRun(
      `The admin cannot be used: expected ${error.message}, got ${error.answer?.status ?? 'nothing'}. Check the address and the password of the admin.`,
    );
  });
  const grace = settings.find(({ name }) => name === 'REFRESH_REUSE_GRACE')?.value;
  return typeof grace === 'number' ? grace : usualGraceSeconds;
}
