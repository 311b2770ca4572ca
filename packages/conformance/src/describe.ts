import { headerOf, type Answer, type Sent } from './http/answer.ts';
import { maskHeader, maskSecrets } from './http/mask.ts';

const longestBody = 600;
const toldHeaders = [
  'content-type',
  'allow',
  'cache-control',
  'location',
  'www-authenticate',
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'set-cookie',
  'x-request-id',
];

/** The request as a text for a report, without secrets. */
export function describeSent({ method, path, headers, body }: Sent, secrets: Iterable<string>): string {
  const told = Object.entries(headers).filter(([name]) => name !== 'user-agent');
  const lines = told.map(([name, value]) => `${name}: ${maskHeader(name, String(value), secrets)}`);
  return [`${method} ${path}`, ...lines, ...bodyOf(body, secrets)].join('\n');
}

/** The answer as a text for a report, without secrets. */
export function describeAnswer(answer: Answer, secrets: Iterable<string>): string {
  const lines = toldHeaders.flatMap((name) => {
    const value = headerOf(answer, name);
    return value === undefined ? [] : [`${name}: ${maskHeader(name, value, secrets)}`];
  });
  return [String(answer.status), ...lines, ...bodyOf(answer.text, secrets)].join('\n');
}

function bodyOf(body: string | Buffer | undefined, secrets: Iterable<string>): readonly string[] {
  if (body === undefined || body.length === 0) return [];
  const text = maskSecrets(body.toString(), secrets);
  return [text.length > longestBody ? `${text.slice(0, longestBody)}… (${text.length} characters)` : text];
}
