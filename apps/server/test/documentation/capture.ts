import type { Answer, Client } from '../support/client.ts';
import { bearer } from '../support/client.ts';

/** A request and its answer, as the documentation shows them. */
export interface Captured {
  request?: unknown;
  answers: Partial<Record<string, Record<string, unknown>>>;
}

export type Examples = Partial<Record<string, Captured>>;

/** The first answer that was seen with each problem code. */
export type ProblemExamples = Partial<Record<string, unknown>>;

interface Call {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly token?: string | undefined;
}

export type Capture = ReturnType<typeof createCapture>;

/** Sends real requests and keeps what was asked and answered, under the operation and the status. */
export function createCapture(client: Client) {
  const examples: Examples = {};
  const problems: ProblemExamples = {};
  const keepProblem = ({ status, body }: Answer): void => {
    if (status >= 400) problems[body.code] ??= steady(body);
  };
  return {
    examples,
    problems,
    keepProblem,
    call: async ({ operation, method, path, body, token }: Call): Promise<Answer> => {
      const headers = token === undefined ? {} : bearer(token);
      const answer = await client.send(method, path, { headers, ...(body !== undefined && { body }) });
      const captured = (examples[operation] ??= { answers: {} });
      if (answer.status < 300 && body !== undefined) captured.request ??= steady(body);
      keepProblem(answer);
      if (answer.text !== '') {
        const answers = (captured.answers[answer.status] ??= {});
        const name = answer.status < 300 ? 'answer' : answer.body.code;
        answers[name] = steady(answer.body);
      }
      return answer;
    },
  };
}

const sampleToken =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Ik1qQXlOZyJ9.eyJ1c2VyX2lkIjoxLCJzdWIiOiIxIn0.c2lnbmF0dXJl';
const sampleUuid = '3f2b8a60-9c1d-4e7a-8b5f-0a1b2c3d4e5f';
const sampleTime = '2026-03-01T12:00:00.000Z';
const sampleId = 'Yk3v9QmZ0aXw7LsT';
const shownItems = 2;

/** What differs from run to run becomes what never changes. */
function steady(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.slice(-shownItems).map((item) => steady(item, key));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, inner]) => [name, steady(inner, name)]);
    return Object.fromEntries(entries);
  }
  return typeof value === 'string' ? steadyText(value, key) : value;
}

function steadyText(text: string, key: string): string {
  if (key === 'access_token' || key === 'feed') return sampleToken;
  // A page of HTML would hide everything else.
  if (key === 'html') return `${text.slice(0, text.indexOf('>') + 1)} …`;
  if (key === 'request_id') return 'a1b2c3d4e5f6-7';
  if (['id', 'session_id', 'sid', 'node', 'kid', 'next', 'token', 'secret'].includes(key)) {
    return /^[\w-]{16,}$/.test(text) ? sampleId : text;
  }
  return text
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, sampleUuid)
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, sampleTime)
    .replace(/(The key )[\w-]{16}/, `$1${sampleId}`)
    .replace(/token=[\w-]{32}/g, `token=${sampleId}${sampleId}`)
    .replace(/#[\w-]{32}$/, `#${sampleId}${sampleId}`);
}
