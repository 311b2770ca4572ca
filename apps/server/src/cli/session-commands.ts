import type { Command } from 'commander';
import { parseTime } from '../http/query-fields.ts';
import { fromCommandLine } from '../lib/origin.ts';
import { findAccount } from './account-commands.ts';
import { CommandError, count, print, showProgress, withServices, type CommandServices } from './run.ts';

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
      return withServices(async (services) => {
        const { sessionAdministration: sessions } = services;
        const progress = (ended: number): void => showProgress(ended, 'sessions ended');
        let ended: number;
        if (options.account !== undefined) ended = await endSessionsOf(services, options.account);
        else if (before !== undefined)
          ended = await sessions.endSessionsBegunBefore(before, fromCommandLine, progress);
        else ended = await sessions.endEverySession(fromCommandLine, progress);
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

async function endSessionsOf(
  { database, sessionAdministration }: CommandServices,
  email: string,
): Promise<number> {
  const { id } = await findAccount(database, email);
  return sessionAdministration.endSessionsOf(id, fromCommandLine);
}

function readTime(text: string): number {
  const time = parseTime(text);
  if (time !== undefined) return time;
  throw new CommandError(
    `${text} is not a time. Write it like 2026-03-01 or 2026-03-01T12:00:00Z, with a time zone.`,
  );
}
