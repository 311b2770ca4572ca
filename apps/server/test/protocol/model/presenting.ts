import type { Answer } from '../../support/client.ts';
import type { Nodes } from './nodes.ts';
import { isOnTheEdge, present, type Expected, type ModelRules, type SessionModel } from './session-model.ts';
import { recordGiven, remember, type Held, type SessionRecord } from './session-record.ts';

/** Real time passes too: nothing is asked so close to the end of a grace. */
const marginMs = 2_500;

export type Party = 'client' | 'thief';

export interface Presenting {
  readonly nodes: Nodes;
  readonly rules: ModelRules;
  /** How often each party got each answer. */
  readonly answers: Map<string, number>;
}

/** The time, which is moved on a little where answers would depend on milliseconds. */
export function timeToAsk({ nodes, rules }: Presenting, { model }: SessionRecord): number {
  const { clock } = nodes.at(0);
  while (isOnTheEdge(model, clock.now(), marginMs, rules)) clock.advance(3);
  return clock.now();
}

/**
 * Presents a token to a node, and compares the answer with the model's.
 *
 * @param now as timeToAsk gave it.
 */
export async function presentToken(
  presenting: Presenting,
  node: number,
  by: Party,
  { session, generation, token }: Held,
  idempotencyKey: string | undefined,
  now: number,
): Promise<Held | undefined> {
  const { nodes, rules } = presenting;
  const { expected, after } = present(session.model, { generation, idempotencyKey }, now, rules);
  const answer = await nodes.at(node).refresh(token, idempotencyKey);
  requireExpected(answer, [expected], session, token);
  countAnswer(presenting, by, expected);
  await learn(nodes, session, after, answer);
  requireDetection(session, by, generation, now, rules, answer);
  return answer.status === 200 ? session.given.at(-1) : undefined;
}

/** Presents one token several times at once, to both nodes. */
export async function presentAtOnce(
  { nodes, rules }: Presenting,
  times: number,
  { session, generation, token }: Held,
  idempotencyKey: string | undefined,
  now: number,
): Promise<Held | undefined> {
  const { expected, after } = present(session.model, { generation, idempotencyKey }, now, rules);
  const answers = await Promise.all(
    Array.from({ length: times }, (_, i) => nodes.at(i).refresh(token, idempotencyKey)),
  );
  // Of those who race into reuse one ends the session, or several at once; the others find it ended.
  const isReuse = expected.status === 401 && expected.code === 'refresh_token_reused';
  const later: Expected = isReuse ? { status: 401, code: 'session_ended', reason: 'reuse' } : expected;
  for (const answer of answers) requireExpected(answer, [expected, later], session, token);
  const tokens = new Set(answers.map(({ body }) => body.refresh_token));
  if (tokens.size !== 1) throw new Error(`racing tabs were given ${[...tokens].join(' and ')}`);
  const [answer] = answers;
  if (!answer) return undefined;
  await learn(nodes, session, after, answer);
  requireDetection(session, 'client', generation, now, rules, answer);
  return answer.status === 200 ? session.given.at(-1) : undefined;
}

function requireExpected(
  answer: Answer,
  accepted: readonly Expected[],
  session: SessionRecord,
  token: string,
): void {
  const isRight = accepted.some((expected) =>
    expected.status === 200
      ? isGranted(answer, expected.rotates, session, token)
      : isRefused(answer, expected),
  );
  if (isRight) return;
  throw new Error(
    `expected ${JSON.stringify(accepted[0])}, got ${answer.status} ${answer.text}; ` +
      `current: ${session.current}, model: ${JSON.stringify(session.model)}`,
  );
}

/** A rotation gives a token that is neither the presented nor the current one, everything else the current one. */
function isGranted(
  { status, body }: Answer,
  rotates: boolean,
  session: SessionRecord,
  token: string,
): boolean {
  if (status !== 200 || body.refresh_token === token) return false;
  return (body.refresh_token === session.current) !== rotates;
}

function isRefused({ status, text }: Answer, expected: Expected & { status: 401 }): boolean {
  // A problem document, whose fields are compared here.
  const { code, reason } = JSON.parse(text) as { code?: string; reason?: string };
  return status === 401 && code === expected.code && reason === expected.reason;
}

async function learn(
  nodes: Nodes,
  session: SessionRecord,
  after: SessionModel,
  { status, body }: Answer,
): Promise<void> {
  const hasRotated = after.generation !== session.model.generation;
  session.model = after;
  if (status !== 200) return;
  recordGiven(session, body);
  if (hasRotated) await remember(nodes.at(0), session);
}

function countAnswer({ answers }: Presenting, by: Party, expected: Expected): void {
  const answer = expected.status === 401 ? expected.code : expected.rotates ? 'rotated' : 'replayed';
  answers.set(`${by}: ${answer}`, (answers.get(`${by}: ${answer}`) ?? 0) + 1);
}

/** What theft detection promises, told by the uses alone, whatever the model says. */
function requireDetection(
  session: SessionRecord,
  by: Party,
  generation: number,
  now: number,
  { grace }: ModelRules,
  answer: Answer,
): void {
  const use = session.uses.get(generation) ?? {};
  const other = use[by === 'client' ? 'thief' : 'client'];
  const isFirst = use[by] === undefined;
  session.uses.set(generation, { [by]: now, ...use });
  if (!isFirst || other === undefined || Math.abs(now - other) <= grace + marginMs) return;
  if (answer.status === 200) throw new Error(`generation ${generation} was used by two, and nobody noticed`);
}
