import type { Content, Document, Example, Json, Operation } from './openapi-types.ts';

const problemType = 'application/problem+json';

/** Puts the examples of an operation where viewers look for them. A problem without one of its own has the common one. */
export function addExamples(operation: Operation, example: Example = { answers: {} }): void {
  for (const media of Object.values(operation.requestBody?.content ?? {})) {
    if (example.request !== undefined) media['example'] = example.request;
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    const answers = example.answers[status] ?? {};
    const problem = response.content?.[problemType];
    if (problem) problem['examples'] = problemExamples(codesOf(problem), answers);
    else if ('answer' in answers) addAnswer(response, answers['answer']);
  }
}

function addAnswer({ content = {} }: Content, answer: unknown): void {
  for (const media of Object.values(content)) media['example'] = answer;
}

function problemExamples(codes: readonly string[], own: Example['answers'][string]): Json {
  const examples = codes.map((code) => [
    code,
    code in own ? { value: own[code] } : { $ref: reference(code) },
  ]);
  return Object.fromEntries(examples) as Json;
}

/** Written by problemAnswer() in openapi-document.ts. */
function codesOf(media: Json): readonly string[] {
  const schema = media['schema'] as { properties: { code: { enum: readonly string[] } } };
  return schema.properties.code.enum;
}

/** The common examples that operations refer to, as components. */
export function exampleComponents(
  paths: Document['paths'],
  problems: Readonly<Record<string, unknown>>,
): Record<string, Json> {
  const written = JSON.stringify(paths);
  const referred = Object.entries(problems).filter(([code]) => written.includes(`"${reference(code)}"`));
  return Object.fromEntries(referred.map(([code, value]) => [code, { value }]));
}

function reference(code: string): string {
  return `#/components/examples/${code}`;
}
