import type { Command } from 'commander';
import { parseEmail } from '../features/accounts/index.ts';
import { mailStates, sendTestMail, type MailState, type Outcome } from '../features/mail/index.ts';
import { readPage } from '../http/paging.ts';
import { Problem } from '../http/problems.ts';
import { fromCommandLine } from '../lib/origin.ts';
import { findAccount } from './account-commands.ts';
import { CommandError, count, print, withServices, type CommandServices } from './run.ts';

interface ListOptions {
  readonly state?: string;
  readonly account?: string;
  readonly limit?: string;
}

type ListedMail = Awaited<ReturnType<CommandServices['outboxService']['list']>>['items'][number];

export function registerMailCommands(program: Command): void {
  const mail = program.command('mail').description('what waits to be sent, and what became of the rest');

  mail
    .command('list')
    .description('show the mails of the outbox, newest first')
    .option('--state <state>', `those that are ${mailStates.join(', ')}`)
    .option('--account <email>', 'those to one account')
    .option('--limit <number>', 'how many at most, up to 200; 50 unless told')
    .action(({ state, account, limit }: ListOptions) => {
      const isState = (name: string): name is MailState => mailStates.some((known) => known === name);
      if (state !== undefined && !isState(state))
        throw new CommandError(`There is no state ${state}. There are: ${mailStates.join(', ')}.`);
      return withServices(async ({ database, outboxService }) => {
        const accountId = account === undefined ? undefined : (await findAccount(database, account)).id;
        const { items, next } = await outboxService.list(
          { state, accountId },
          readPage(limit === undefined ? {} : { limit }),
        );
        if (items.length === 0) print('There is no such mail.');
        for (const item of items) print(describe(item));
        if (next !== null) print('There are more: narrow them down, or raise --limit.');
      });
    });

  mail
    .command('again')
    .argument('<ids...>')
    .description('send mails again that failed, are uncertain or were kept')
    // An id may begin with a hyphen, even like -h.
    .allowUnknownOption()
    .helpOption('--help')
    .action((ids: readonly string[]) =>
      withServices(async ({ outboxService }) => {
        const refused: string[] = [];
        for (const id of ids) {
          const fault = await outboxService.sendAgain(id, fromCommandLine).catch(messageOf);
          if (fault !== undefined) refused.push(`${id}: ${fault}`);
        }
        const taken = ids.length - refused.length;
        if (taken > 0)
          print(
            `${count(taken, 'mail')} ${taken === 1 ? 'waits' : 'wait'} to be sent again, by the running server.`,
          );
        if (refused.length > 0) throw new CommandError(refused.join('\n'));
      }),
    );

  mail
    .command('test')
    .argument('<address>')
    .description('send a test mail through SMTP_URL, now, and say what came of it')
    .action((address: string) =>
      withServices(async ({ surroundings, settings }) => {
        const { post, publicUrl } = surroundings.config;
        if (!post)
          throw new CommandError('There is no mail server: set SMTP_URL and MAIL_FROM, as for the server.');
        const recipient = parseEmail(address)?.email;
        if (recipient === undefined) throw new CommandError(`${address} is not an e-mail address.`);
        const { clock } = surroundings;
        const outcome = await sendTestMail(recipient, post, { clock, settings, publicUrl });
        const server = `${post.server.host}:${post.server.port}`;
        if (outcome.kind !== 'sent') throw new CommandError(explain(outcome, server));
        print(`${server} has taken the mail to ${recipient}. Whether it arrives is up to that server.`);
      }),
    );
}

/** One mail in a line, and why it is where it is in another. The links are not in it: they are for their receivers. */
function describe({ id, at, state, template, recipient, attempts, failure, next_attempt_at }: ListedMail) {
  const line = `${at}  ${state.padEnd(9)}  ${template.padEnd(19)}  ${recipient}  (${id})`;
  const tries = attempts > 1 ? `after ${attempts} tries: ` : '';
  const next = next_attempt_at === null || failure === null ? '' : `; next try ${next_attempt_at}`;
  return failure === null ? line : `${line}\n    ${tries}${failure}${next}`;
}

/** What the server said, or what went wrong on the way to it. */
function explain(outcome: Exclude<Outcome, { kind: 'sent' }>, server: string): string {
  switch (outcome.kind) {
    case 'refused':
      return `${server} refuses the mail: ${outcome.failure}`;
    case 'deferred':
      return outcome.isServerAway
        ? `${server} cannot be used: ${outcome.failure}`
        : `${server} does not take the mail now: ${outcome.failure}`;
    case 'uncertain':
      return `${server} was given the mail and did not say whether it has taken it: ${outcome.failure}`;
    case 'lost':
      return 'The mail was not sent.';
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  throw error;
}
