import { randomBytes } from 'node:crypto';
import { bearer } from '../../support/client.ts';
import type { Command } from './commands.ts';
import { prepareRequest, requireSignedIn, storeAnswer, type HonestClient } from './honest-client.ts';
import { presentAtOnce, presentToken, timeToAsk } from './presenting.ts';
import { loseWrites, type Held } from './session-record.ts';
import { endClient, logIn, pick, timeOn, type Stage } from './stage.ts';

type Performers = {
  readonly [Name in Command['do']]: (stage: Stage, command: Command & { do: Name }) => Promise<void>;
};

const maximumClients = 4;

const performers: Performers = {
  'log in': async (stage, { hasKeys }) => {
    if (stage.clients.length < maximumClients) await logIn(stage, hasKeys);
  },

  refresh: async (stage, { client: index, node, fate }) => {
    const client = pick(stage.clients, index);
    const asked = client.stored;
    if (fate === 'request lost') {
      prepareRequest(client, timeOn(stage), stage.rules);
      return;
    }
    const given = await refresh(stage, client, node);
    if (given && fate === 'answered') storeAnswer(client, asked, given);
    if (given && fate === 'answer late') client.lateAnswers.push({ asked, given });
  },

  hurry: async (stage, { client: index, times }) => {
    const client = pick(stage.clients, index);
    for (let i = 0; i < times; i += 1) {
      stage.nodes.at(0).clock.advance(0.25);
      const given = await refresh(stage, client, i);
      if (!given) return;
      storeAnswer(client, client.stored, given);
    }
  },

  race: async (stage, { client: index, tabs }) => {
    const client = pick(stage.clients, index);
    const now = timeToAsk(stage, client.session);
    if (!prepareRequest(client, now, stage.rules)) return;
    const given = await presentAtOnce(stage, tabs, client.stored, client.idempotencyKey, now);
    requireSignedIn(client, given, now);
    if (given) storeAnswer(client, client.stored, given);
  },

  'receive late answers': (stage, { client: index }) => {
    const client = pick(stage.clients, index);
    for (const { asked, given } of client.lateAnswers.splice(0)) storeAnswer(client, asked, given);
    return Promise.resolve();
  },

  steal: (stage, { client, back }) => {
    stage.stolen.push(givenBefore(pick(stage.clients, client), back));
    return Promise.resolve();
  },

  'use stolen': async (stage, { which, node, hasKey }) => {
    if (stage.stolen.length === 0) return;
    const held = pick(stage.stolen, which);
    held.session.isAttacked = true;
    const key = hasKey ? `the-key-of-the-thief-for-${held.generation}` : undefined;
    const given = await presentToken(stage, node, 'thief', held, key, timeToAsk(stage, held.session));
    if (given) stage.stolen.push(given);
  },

  forge: async (stage, { client, node, digit }) => {
    const { token } = pick(stage.clients, client).stored;
    if (token[digit] === '-') return;
    const other = token[digit] === 'a' ? 'b' : 'a';
    const answer = await stage.nodes.at(node).refresh(token.slice(0, digit) + other + token.slice(digit + 1));
    if (answer.status !== 401 || answer.body.code !== 'refresh_token_unknown')
      throw new Error(`a forged token was answered with ${answer.status} ${answer.text}`);
  },

  'log out': async (stage, { client: index, node, back }) => {
    const client = pick(stage.clients, index);
    const { status } = await stage.nodes.at(node).logout(givenBefore(client, back).token);
    if (status !== 200) throw new Error(`logging out was answered with ${status}`);
    endClient(stage, client, 'logout');
  },

  'change password': async (stage, { client: index, node }) => {
    const client = pick(stage.clients, index);
    // An access token lives for half a minute only.
    const given = await refresh(stage, client, node);
    if (!given) return;
    storeAnswer(client, client.stored, given);
    const { account } = stage;
    const next = `a password, ${randomBytes(6).toString('hex')}`;
    const change = { current_password: account.password, new_password: next };
    const answer = await stage.nodes.at(node).post('/api/me/password/', change, bearer(given.accessToken));
    if (answer.status !== 200) throw new Error(`changing the password: ${answer.status} ${answer.text}`);
    account.password = next;
    for (const other of stage.clients) if (other !== client) endClient(stage, other, 'password_changed');
  },

  'step clock': (stage, { seconds }) => {
    stage.nodes.at(0).clock.advance(seconds);
    return Promise.resolve();
  },

  'lose writes': (stage, { client, back }) =>
    loseWrites(stage.nodes.at(0), pick(stage.clients, client).session, back),

  restart: async ({ nodes }, { node, newKey }) => {
    await nodes.restart(node, newKey);
    const [one, other] = nodes.signingKeys();
    if (one !== other) throw new Error(`one node signs with key ${one}, the other with key ${other}`);
  },

  'start with a wrong key': async ({ nodes }) => {
    const hasStarted = await nodes.startWithWrongKey().then(
      () => true,
      () => false,
    );
    if (hasStarted) throw new Error('a node has started with a wrong key');
  },
};

export async function perform(stage: Stage, command: Command): Promise<void> {
  // The performer of that name takes that command: the mapped type above says so for each of them.
  await (performers[command.do] as (stage: Stage, command: Command) => Promise<void>)(stage, command);
}

/** What the client is given; undefined where it is over or had to give up. */
async function refresh(stage: Stage, client: HonestClient, node: number): Promise<Held | undefined> {
  const now = timeToAsk(stage, client.session);
  if (!prepareRequest(client, now, stage.rules)) return undefined;
  const given = await presentToken(stage, node, 'client', client.stored, client.idempotencyKey, now);
  requireSignedIn(client, given, now);
  return given;
}

/** What the client was given last, or some time before. */
function givenBefore({ session: { given } }: HonestClient, back: number): Held {
  return pick(given, Math.max(0, given.length - 1 - back));
}
