import { beginClient, type HonestClient } from './honest-client.ts';
import type { Presenting } from './presenting.ts';
import { beginSession, endSession } from './session-model.ts';
import { recordSession, type Held } from './session-record.ts';

/** Where one sequence of commands is played: an account, its clients and what was stolen from them. */
export interface Stage extends Presenting {
  readonly account: { readonly id: number; readonly email: string; password: string };
  readonly clients: HonestClient[];
  readonly stolen: Held[];
}

let stages = 0;

export async function setStage(presenting: Presenting): Promise<Stage> {
  const { nodes } = presenting;
  stages += 1;
  nodes.forgetOldKeys();
  const account = await nodes.at(0).register(`user${stages}@example.com`, 'the first password');
  return { ...presenting, account, clients: [], stolen: [] };
}

export function timeOn({ nodes }: Stage): number {
  return nodes.at(0).clock.now();
}

export async function logIn(stage: Stage, hasKeys: boolean): Promise<void> {
  const { nodes, rules, account, clients } = stage;
  const pair = await nodes.at(clients.length).login(account.email, account.password);
  const session = await recordSession(nodes.at(0), pair, beginSession(timeOn(stage), rules));
  clients.push(beginClient(pick(session.given, 0), hasKeys));
}

/** The owner ends a session. */
export function endClient(stage: Stage, client: HonestClient, reason: string): void {
  client.session.model = endSession(client.session.model, reason, timeOn(stage));
  client.isOver = true;
}

/** @throws Error where the database holds anything but one row for each session, as the model says. */
export async function compareRows({ nodes, account, clients }: Stage): Promise<void> {
  const rows = await nodes
    .at(0)
    .service.database.kysely.selectFrom('sessions')
    .select(['selector', 'generation', 'end_reason as reason'])
    .where('account_id', '=', account.id)
    .orderBy('selector')
    .execute();
  const expected = clients
    .map(({ session: { selector, model } }) => ({
      selector,
      generation: model.generation,
      reason: model.ended?.reason ?? null,
    }))
    .sort((a, b) => a.selector - b.selector);
  if (JSON.stringify(rows) !== JSON.stringify(expected))
    throw new Error(`the rows are ${JSON.stringify(rows)}, expected were ${JSON.stringify(expected)}`);
}

/** Leaves no session that would need the keys of today. */
export async function clearStage({ nodes, account }: Stage): Promise<void> {
  const { kysely } = nodes.at(0).service.database;
  await kysely.deleteFrom('sessions').where('account_id', '=', account.id).execute();
}

export function pick<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}
