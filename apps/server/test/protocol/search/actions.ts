import type { ClientRules } from './client-rules.ts';
import { end, present, type Presentation, type Setting } from './present.ts';
import { pass, type Answer, type Request, type Token, type World } from './world.ts';

/** One thing that can happen, and the world after it. */
export interface Step {
  readonly name: string;
  readonly after: World;
  /** Where a token was presented. */
  readonly presentation?: Presentation;
}

/** Everything that can happen next in a session that is alive. */
export function* stepsFrom(world: World, setting: Setting): Generator<Step> {
  yield* send(world, setting);
  for (const [i, message] of world.messages.entries()) {
    const without = { ...world, messages: world.messages.filter((_, j) => j !== i) };
    if (message.kind === 'request') {
      yield* arrive(without, message, setting);
      yield { name: `the request with ${message.token.generation} is lost`, after: without };
    } else {
      yield* receive(without, message, setting.client);
      yield { name: `the answer to ${message.asked} is lost`, after: without };
    }
  }
  yield { name: 'a moment passes', after: wait(world, 1, setting) };
  yield { name: 'an hour passes', after: wait(world, 3600, setting) };
  yield* crash(world);
  if (world.keyChangesLeft > 0) {
    const changed = { signingKeyId: world.signingKeyId + 1, keyChangesLeft: world.keyChangesLeft - 1 };
    yield { name: 'the secret key changes', after: { ...world, ...changed } };
  }
  yield { name: 'the client logs out', after: end(world, 'logout') };
  if (setting.hasThief) yield* steal(world, setting);
}

function wait(world: World, steps: number, { grace, client }: Setting): World {
  const after = pass(world, steps, grace);
  if (!client.arrivesInTime) return after;
  const messages = after.messages.filter((message) => message.kind === 'answer' || message.age <= grace);
  return { ...after, messages };
}

/** Any tab sends the token of the storage, for the first time or again. */
function* send(world: World, { client, messages, grace }: Setting): Generator<Step> {
  if (world.messages.length >= messages) return;
  const { token, sentAgo } = world.stored;
  const isRetry = sentAgo !== null && sentAgo > 0;
  // Without a key a token is only sent while its grace lasts, which began with its first request or later.
  if (!client.hasKeys && isRetry && sentAgo > grace) return;
  const retryIsUnderWay = world.messages.some(
    (message) => message.kind === 'request' && message.isRetry && message.token.generation < token.generation,
  );
  if (client.waitsForRetries && sentAgo === null && retryIsUnderWay) return;
  const key = client.keepsKeys ? `of ${token.generation}` : `of ${token.generation} after ${sentAgo}`;
  const request: Request = {
    kind: 'request',
    token,
    idempotencyKey: client.hasKeys ? key : null,
    age: client.hasKeys ? 0 : (sentAgo ?? 0),
    isRetry,
  };
  yield {
    name: `a tab sends ${token.generation}${isRetry ? ' again' : ''}`,
    after: {
      ...world,
      stored: { token, sentAgo: sentAgo ?? 0 },
      messages: [...world.messages, request],
    },
  };
}

function* arrive(world: World, request: Request, setting: Setting): Generator<Step> {
  const presented = present(world, 'client', request.token, request.idempotencyKey, setting);
  if (!presented) return;
  const { after, granted, ...presentation } = presented;
  const asked = request.token.generation;
  const answers = granted ? [{ kind: 'answer', asked, token: granted } as const] : [];
  const messages = [...after.messages, ...answers.filter((answer) => isOfUse(answer, after, setting.client))];
  yield {
    name: `the request with ${asked} arrives: ${presentation.decision.kind}`,
    after: { ...after, messages },
    presentation,
  };
}

function* receive(world: World, { asked, token }: Answer, client: ClientRules): Generator<Step> {
  const after = { ...world, stored: { token, sentAgo: null } };
  const messages = world.messages.filter(
    (message) => message.kind === 'request' || isOfUse(message, after, client),
  );
  yield { name: `the answer to ${asked} comes: ${token.generation}`, after: { ...after, messages } };
}

/** An answer that the storage would not take when it comes is as good as lost. */
function isOfUse({ asked }: Answer, { stored }: World, client: ClientRules): boolean {
  return asked === stored.token.generation || !client.comparesBeforeStoring;
}

/** The database loses its last rotations. What it has ended stays ended. */
function* crash(world: World): Generator<Step> {
  if (world.crashesLeft === 0) return;
  for (const [i, row] of world.past.entries()) {
    yield {
      name: `a crash: the row is at ${row.generation} again`,
      after: {
        ...world,
        row,
        past: world.crashesLeft === 1 ? [] : world.past.slice(0, i),
        crashesLeft: world.crashesLeft - 1,
        hasLostWrites: true,
        uses: world.uses.filter((use) => use.generation < row.generation),
      },
    };
  }
}

/** The thief copies what the storage holds, once; it uses what it has got at any time, and gets its answers at once. */
function* steal(world: World, setting: Setting): Generator<Step> {
  const { stolen } = world;
  if (stolen === null) {
    const { token } = world.stored;
    yield { name: `a thief copies ${token.generation}`, after: { ...world, stolen: [token] } };
    return;
  }
  for (const token of stolen) {
    const presented = present(world, 'thief', token, `of the thief for ${token.generation}`, setting);
    if (!presented) continue;
    const { after, granted, ...presentation } = presented;
    yield {
      name: `the thief presents ${token.generation}: ${presentation.decision.kind}`,
      after: granted ? { ...after, stolen: withToken(stolen, granted) } : after,
      presentation,
    };
  }
}

function withToken(tokens: readonly Token[], token: Token): readonly Token[] {
  const isHeld = tokens.some(
    ({ generation, keyId }) => generation === token.generation && keyId === token.keyId,
  );
  return isHeld
    ? tokens
    : [...tokens, token].sort((a, b) => a.generation - b.generation || a.keyId - b.keyId);
}
