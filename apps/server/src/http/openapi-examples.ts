import type { Example, Operation } from './openapi-types.ts';

/** Puts the examples of an operation where viewers look for them. */
export function addExamples(operation: Operation, example: Example | undefined): void {
  if (!example) return;
  for (const media of Object.values(operation.requestBody?.content ?? {})) {
    if (example.request !== undefined) media['example'] = example.request;
  }
  for (const [status, answers] of Object.entries(example.answers)) {
    const isProblem = Number(status) >= 400;
    for (const media of Object.values(operation.responses[status]?.content ?? {})) {
      if (isProblem) media['examples'] = toExamples(answers);
      else media['example'] = answers['answer'];
    }
  }
}

function toExamples(answers: Example['answers'][string]): Record<string, { value: unknown }> {
  return Object.fromEntries(Object.entries(answers).map(([code, value]) => [code, { value }]));
}
