import type { FieldErrors } from './problems.ts';

/** An answer to a body of 64 KiB must not be many times as long, and nobody reads a thousand messages. */
const mostFields = 20;
const mostMessages = 5;

/** Gathers what is wrong with fields, as far as it helps to tell. */
export function createFieldErrors() {
  // No prototype: a field may be called `constructor`.
  const errors = Object.create(null) as FieldErrors;
  let count = 0;
  return {
    add(field: string, message: string): void {
      const messages = errors[field];
      if (messages) {
        if (messages.length < mostMessages) messages.push(message);
      } else if (count < mostFields) {
        errors[field] = [message];
        count += 1;
      }
    },
    /** @returns undefined where there is nothing wrong. */
    found: (): FieldErrors | undefined => (count > 0 ? errors : undefined),
  };
}
