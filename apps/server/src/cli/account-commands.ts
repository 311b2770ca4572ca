import type { Command } from 'commander';
import type { Database } from '../db/database.ts';
import { selectAccountByAddress, type AccountRow } from '../features/accounts/index.ts';
import { readPassword } from './passwords.ts';
import { fromCommandLine } from '../lib/origin.ts';
import { CommandError, count, print, withServices } from './run.ts';

const passwordHelp =
  'The password is asked for, or read from the standard input; with none one is made and shown.';

export function registerAccountCommands(program: Command): void {
  const admin = program.command('admin').description('make admins, and let people in again');

  admin
    .command('create')
    .argument('[email]', 'defaults to ADMIN_EMAIL, with ADMIN_PASSWORD')
    .description(`make an account that may administer. ${passwordHelp}`)
    .action((given: string | undefined) =>
      withServices(async ({ accounts, surroundings }) => {
        const configured = given === undefined ? surroundings.config.firstAdmin : undefined;
        const email = given ?? configured?.email;
        if (email === undefined)
          throw new CommandError('Give the e-mail address: latchkey admin create EMAIL');
        const { password, made } = configured
          ? { password: configured.password, made: false }
          : await readPassword();
        const kind = { isStaff: true, event: 'account.created' } as const;
        const creation = accounts.createAccount({ email, password }, kind, fromCommandLine);
        const account = await creation.catch((error: unknown) => {
          throw isTaken(error)
            ? new CommandError(
                `${email} has an account. To make it an admin: latchkey admin promote ${email}`,
              )
            : error;
        });
        print(`${account.email} is an admin now, with the id ${account.id}.`);
        if (made) print(`Password: ${password}`);
      }),
    );

  admin
    .command('promote')
    .argument('<email>')
    .description('let an existing account administer')
    .action((email: string) =>
      withServices(async ({ accountAdministration }) => {
        const change = { is_staff: true };
        if (!(await accountAdministration.changeByEmail(email, change, fromCommandLine)))
          throw noSuchAccount(email);
        print(`${email} is an admin now.`);
      }),
    );

  admin
    .command('link')
    .description('show a new link that makes its holder the first admin, for an hour')
    .action(() =>
      withServices(async ({ firstAdmin }) => {
        const link = await firstAdmin.makeLink(fromCommandLine);
        if (link === undefined)
          throw new CommandError(
            'There has been an admin already. To make another one: latchkey admin create EMAIL',
          );
        print(link);
      }),
    );

  admin
    .command('reset-password')
    .argument('<email>')
    .description(`set a new password and end all sessions of the account. ${passwordHelp}`)
    .action((email: string) =>
      withServices(async ({ sessionAdministration }) => {
        const { password, made } = await readPassword();
        const ended = await sessionAdministration.resetPassword(email, password, fromCommandLine);
        if (ended === undefined) throw noSuchAccount(email);
        print(`${email} has a new password; ${count(ended, 'session')} ended.`);
        if (made) print(`Password: ${password}`);
      }),
    );

  const accounts = program.command('accounts').description('switch accounts off and on');
  for (const [name, isActive] of [
    ['disable', false],
    ['enable', true],
  ] as const) {
    accounts
      .command(name)
      .argument('<email>')
      .description(
        isActive ? 'let the account log in again' : 'keep the account from logging in and end its sessions',
      )
      .action((email: string) =>
        withServices(async ({ accountAdministration }) => {
          const change = { is_active: isActive };
          if (!(await accountAdministration.changeByEmail(email, change, fromCommandLine)))
            throw noSuchAccount(email);
          print(`${email} is ${name}d.`);
        }),
      );
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'email_taken';
}

export async function findAccount(database: Database, email: string): Promise<AccountRow> {
  const account = await selectAccountByAddress(database.kysely, email);
  if (account) return account;
  throw noSuchAccount(email);
}

function noSuchAccount(email: string): CommandError {
  return new CommandError(`There is no account with the address ${email}.`);
}
