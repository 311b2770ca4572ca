const form = /^[0-9a-f]{32}$/;

/** Random, and of the server's form: 16 to 64 visible ASCII characters. */
export function drawIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function isIdempotencyKey(value: unknown): value is string {
  return typeof value === 'string' && form.test(value);
}
