import { isDeepStrictEqual } from 'node:util';
import { Broken } from './check.ts';
import { headerOf, membersOf, type Answer } from './http/answer.ts';

/** @throws Broken unless it is true. */
export function expect(isTrue: boolean, expected: string, answer?: Answer): asserts isTrue {
  if (!isTrue) throw new Broken(expected, answer);
}

export function expectStatus(answer: Answer, status: number, why?: string): Answer {
  expect(answer.status === status, `status ${status}${why === undefined ? '' : `: ${why}`}`, answer);
  return answer;
}

/** The answer is that JSON, no member more or less. */
export function expectExactly(answer: Answer, status: number, body: object): void {
  const isSame = answer.status === status && isDeepStrictEqual({ ...answer.body }, body);
  expect(isSame, `${status} with exactly ${JSON.stringify(body)}`, answer);
}

export function expectSuccess(answer: Answer, why?: string): Answer {
  const isSuccess = answer.status >= 200 && answer.status < 300;
  expect(isSuccess, `success${why === undefined ? '' : `: ${why}`}`, answer);
  return answer;
}

/** A refusal with that code. The form of the document is another promise. */
export function expectProblem(answer: Answer, status: number, code: string, reason?: string): void {
  const { body } = answer;
  const isIt = answer.status === status && body['code'] === code;
  const hasReason = reason === undefined || body['reason'] === reason;
  const expected = `${status} with the code ${code}${reason === undefined ? '' : ` and the reason ${reason}`}`;
  expect(isIt && hasReason, expected, answer);
}

/** A 400 that names these fields and no others, each with at least one text. */
export function expectFields(answer: Answer, ...fields: readonly string[]): void {
  expectNamed(answer, 'invalid_request', fields);
}

/** The refusal of an address that somebody has. */
export function expectTaken(answer: Answer): void {
  expectNamed(answer, 'email_taken', ['email']);
}

function expectNamed(answer: Answer, code: string, fields: readonly string[]): void {
  const errors = membersOf(answer.body['errors']);
  const isNamed = isDeepStrictEqual(Object.keys(errors).sort(), [...fields].sort());
  const isTold = Object.values(errors).every(isListOfTexts);
  const isIt = answer.status === 400 && answer.body['code'] === code;
  expect(isIt && isNamed && isTold, `400 with the code ${code} and errors for ${fields.join(', ')}`, answer);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((text) => typeof text === 'string');
}

/** A 401 with a challenge (RFC 6750, section 3); only one for a token that was sent names an error. */
export function expectChallenge(answer: Answer, code: string): void {
  expectProblem(answer, 401, code);
  const challenge = headerOf(answer, 'www-authenticate') ?? '';
  const wasSent = code !== 'access_token_missing';
  const isRight = /^Bearer\b/i.test(challenge) && /\berror="invalid_token"/.test(challenge) === wasSent;
  const expected = wasSent
    ? 'WWW-Authenticate: Bearer with error="invalid_token"'
    : 'WWW-Authenticate: Bearer, without error=';
  expect(isRight, expected, answer);
}
