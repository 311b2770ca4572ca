import type { Command } from 'commander';
import { noSuchAccount } from './account-commands.ts';
import { CommandError, count, print, showProgress, withServices } from './run.ts';

interface EndOptions {
  readonly all?: true;
  readonly account?: string;
  readonly before?: string;
}

export function registerSessionCommands(program: Command): void {
  const sessions = program
    .command('sessions')
    .description('end sessions, and clear away those that are over');

  sessions
    .command('end')
    .description('end sessions: all of them, those of an account, or those begun before a time')
    .option('--all', 'every session of every account')
    .option('--account <email>', 'the sessions of one account')
    .option('--before <time>', 'the sessions begun before a time, like 2026-03-01T12:00:00Z')
    .action((options: EndOptions) => {
      if (Object.keys(options).length !== 1) {
        throw new CommandError('Say which sessions: --all, --account EMAIL or --before TIME (one of them).');
      }
      const before = options.before === undefined ? undefined : readTime(options.before);
      return withServices(async ({ administration }) => {
        const progress = (ended: number): void => showProgress(ended, 'sessions ended');
        let ended: number | undefined;
        if (options.account !== undefined) ended = await administration.endSessionsOf(options.account);
        else if (before !== undefined) ended = await administration.endSessionsBegunBefore(before, progress);
        else ended = await administration.endEverySession(progress);
        if (ended === undefined) throw noSuchAccount(options.account ?? '');
        print(`${count(ended, 'session')} ended. Access tokens that are out already expire by themselves.`);
      });
    });

  sessions
    .command('prune')
    .description(
      'delete sessions that have been over for longer than a refresh lifetime (the server does it too)',
    )
    .action(() =>
      withServices(async ({ pruner }) => {
        let deleted = 0;
        for (let done = false; !done;) {
          const range = await pruner.pruneRange();
          deleted += range.deleted;
          done = range.wasLast;
          showProgress(deleted, 'sessions deleted');
        }
        print(`${count(deleted, 'session')} deleted.`);
      }),
    );
}

/** ISO 8601 (RFC 3339), with a time zone unless it is a date, which is taken as UTC. */
function readTime(text: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.exec(text);
  const time = match?.[1] !== undefined && isDate(match[1]) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) {
    throw new CommandError(
      `${text} is not a time. Write it like 2026-03-01 or 2026-03-01T12:00:00Z, with a time zone.`,
    );
  }
  return time;
}

/** Date.parse takes February 30 for March 2. */
function isDate(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
