import type { Command } from 'commander';
import { joinNodes } from '../features/installation/index.ts';
import {
  createKeyAdministration,
  provideSigningKey,
  type DescribedKey,
  type KeyAdministration,
} from '../features/tokens/index.ts';
import { fromCommandLine } from '../lib/origin.ts';
import { openKeys } from '../open-service.ts';
import { CommandError, print, withServices, type CommandServices } from './run.ts';

export function registerKeyCommands(program: Command): void {
  const keys = program
    .command('keys')
    .description('the keys that sign access tokens; those that refresh tokens hang on are secret-keys');

  keys
    .command('list')
    .description('list the keys: which one signs, which will, and which are accepted until when')
    .action(() =>
      withKeys(async (administration) => {
        const rows = (await administration.list()).map((key) => [
          key.kid,
          key.algorithm,
          key.created_at,
          stateInWords(key),
        ]);
        printTable(['kid', 'algorithm', 'made', 'state'], rows);
      }),
    );

  keys
    .command('show')
    .description('show the key that signs access tokens, to hand it to services that verify them')
    .action(() =>
      withKeys(async (administration, { surroundings: { config } }) => {
        const { kid, algorithm, secret } = await administration.reveal();
        print(`kid        ${kid}`);
        print(`algorithm  ${algorithm}`);
        if (algorithm === 'HS256') print(`secret     ${secret}`);
        else print(`public key ${config.publicUrl}/.well-known/jwks.json`);
      }),
    );

  keys
    .command('rotate')
    .description(
      'replace the key that signs: a new one is published, signs 10 minutes later, and nobody notices',
    )
    .option(
      '--now',
      'sign with it 10 seconds later: where the key has leaked, or nobody else verifies tokens',
    )
    .action(({ now = false }: { now?: boolean }) =>
      withKeys(async (administration) => {
        const key = await administration.rotate({ now }, fromCommandLine);
        const former = (await administration.list()).find(({ state }) => state === 'signing');
        print(`kid         ${key.kid}`);
        print(`algorithm   ${key.algorithm}`);
        print(`signs from  ${key.signs_from ?? ''}`);
        print(
          `Until then ${former?.kid ?? ''} signs; its tokens are accepted until the last of them is over.`,
        );
        if (key.algorithm === 'HS256') {
          print(
            'Other services refuse what it signs until they have its secret. From then on it is shown by: latchkey keys show',
          );
        }
        if (now && former) {
          print(
            `Has the former key leaked? Once the new one signs: latchkey keys retire ${former.kid} --now ` +
              '(whoever holds a token of it refreshes once; nobody is logged out).',
          );
        }
      }),
    );

  keys
    .command('add')
    .description(
      'HS256, step one of two: make a secret that is accepted at once, and show it to be handed over',
    )
    .action(() =>
      withKeys(async (administration) => {
        const key = await administration.add(fromCommandLine);
        print(`kid        ${key.kid}`);
        print(`algorithm  ${key.algorithm}`);
        print(`secret     ${key.secret}`);
        print(
          'Give it to the services that verify tokens, beside the one they have. Once all of them have it: ' +
            `latchkey keys activate ${key.kid}`,
        );
      }),
    );

  keys
    .command('activate')
    .argument('<kid>')
    .description('HS256, step two of two: let a key that was added sign; or let one that waits sign at once')
    .action((kid: string) =>
      withKeys(async (administration) => {
        const key = await administration.activate(kid, fromCommandLine);
        print(`${key.kid} signs from ${key.signs_from ?? ''} on.`);
      }),
    );

  keys
    .command('retire')
    .argument('[kid]')
    .description('forget a key that does not sign; superseded ones go by themselves')
    .option('--now', 'also where its tokens may be valid: they are refused, and their holders refresh once')
    .action((kid: string | undefined, { now = false }: { now?: boolean }) => {
      if (kid === undefined) {
        throw new CommandError(
          'Say which key: latchkey keys list shows them. A SECRET_KEY is forgotten with: latchkey secret-keys retire',
        );
      }
      return withKeys(async (administration) => {
        await administration.retire(kid, { now }, fromCommandLine);
        print(`${kid} is forgotten, and what it has signed is refused.`);
      });
    });
}

/** What the server does with its keys, on the database. Where no server was ever started, the first key is made. */
function withKeys(
  work: (administration: KeyAdministration, services: CommandServices) => Promise<void>,
): Promise<void> {
  return withServices(async (services) => {
    const { surroundings, database, settings } = services;
    const { config, clock } = surroundings;
    const { keys } = await openKeys(surroundings, database);
    const node = await joinNodes(database.kysely, keys, clock, settings.version);
    await node.leave();
    const deps = { database, clock, keyRing: node.keyRing };
    const administration = createKeyAdministration({ ...deps, settings });
    // Only then: what this process was started with must not change the key of servers that run.
    if ((await administration.list()).length === 0) {
      await provideSigningKey(deps, { algorithm: config.jwtAlgorithm, secret: config.jwtSigningKey }, () =>
        Promise.resolve(true),
      );
    }
    await work(administration, services);
  });
}

function stateInWords({ state, signs_from, verifies_until, from_environment }: DescribedKey): string {
  switch (state) {
    case 'signing':
      return from_environment ? 'signing (JWT_SIGNING_KEY)' : 'signing';
    case 'waiting':
      return `published, signs from ${signs_from ?? ''}`;
    case 'added':
      return 'added, does not sign';
    case 'superseded':
      return `verifies until ${verifies_until ?? ''}`;
  }
}

function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [headings, ...rows];
  const widths = headings.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  for (const row of all)
    print(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
