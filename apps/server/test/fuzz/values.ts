import fc, { type Arbitrary } from 'fast-check';

/** A JSON schema, as far as bodies and parameters of the document use it. */
export interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

/** Any text: of every script, with controls, NUL and halves of characters. */
export const anyText: Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
    .map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    '__proto__',
    'constructor',
    '%00',
    "' or 1=1 --",
    '٣',
    'İ@İ.com',
    'a'.repeat(5_000),
  ),
);

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';
const cursor = (time: string, id: string): string => Buffer.from(`${time} ${id}`).toString('base64url');

/** What fields of that name are good for, or nearly. The words in capitals are replaced by what is there when it is sent. */
const byName: Readonly<Record<string, Arbitrary<unknown>>> = {
  email: fc.oneof(
    fc.constantFrom(
      'USER',
      'ADMIN',
      'nobody@example.com',
      ' User@Example.com ',
      'a@b',
      'a@localhost',
      `${'a'.repeat(64)}@b.co`,
      'ü@bücher.example',
      'ﬀ@ﬀ.example',
    ),
    fc.emailAddress(),
  ),
  password: fc.oneof(
    fc.constantFrom('PASSWORD', 'password', 'x'.repeat(1_025), 'ü'.repeat(512)),
    fc.string({ minLength: 8 }),
  ),
  refresh_token: fc.oneof(fc.constantFrom('REFRESH', 'SPENT', uuid, uuid.toUpperCase()), fc.uuid()),
  token: fc.constantFrom('LINK', 'x'.repeat(32), 'x'.repeat(200)),
  id: fc.oneof(
    fc.constantFrom('1', '2', '0', '-1', '9007199254740993', '999999999999999', 'SESSION', 'x'.repeat(101)),
    fc.nat().map(String),
  ),
  limit: fc.oneof(fc.constantFrom('1', '200', '201', '0', '-1', '1e2', '0x10', '٣'), fc.nat(300).map(String)),
  cursor: fc.constantFrom(
    cursor('0', 'x'),
    cursor('999999999999999', 'a'),
    cursor('1', "' or 1=1"),
    cursor('9'.repeat(15), '\u00e9'),
    cursor('1', '\0'),
    cursor('1', '9'.repeat(90)),
    cursor('5', '1.5e3'),
    'nonsense',
  ),
  since: fc.constantFrom(
    '2026-03-01',
    '2026-03-01T12:00:00Z',
    '2026-02-30',
    '0001-01-01',
    '9999-12-31T23:59:59+14:00',
  ),
  hours: fc.constantFrom('1', '24', '0', '1000000', '-5'),
  account: fc.oneof(fc.constantFrom('1', '999999999999999', 'x'), fc.nat()),
  version: fc.oneof(fc.constantFrom(0, 1, -1, 2 ** 53, 1e300), fc.nat(5)),
  values: fc.dictionary(
    fc.constantFrom(
      'ACCESS_TOKEN_LIFETIME',
      'CORS_ALLOWED_ORIGINS',
      'BROWSABLE_API',
      'ATTEMPT_WINDOW',
      'toString',
      'NOPE',
    ),
    fc.oneof(
      fc.constantFrom(1, 60, '15m', true, 'true', null, [], ['https://a.example'], ['*'], 'null', 9e15),
      fc.jsonValue(),
    ),
    { maxKeys: 3 },
  ),
};
const sameAs: Readonly<Record<string, string>> = {
  current_password: 'password',
  new_password: 'password',
  until: 'since',
  begun_before: 'since',
  actor: 'id',
  q: 'email',
};

/** A value that a field may have, or nearly, or anything. */
export function fieldValue(name: string, schema: Schema): Arbitrary<unknown> {
  const known = byName[sameAs[name] ?? name];
  return fc.oneof(
    ...(known ? [{ weight: 8, arbitrary: known }] : []),
    { weight: 5, arbitrary: validFor(schema) },
    { weight: 2, arbitrary: anyText },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  );
}

function validFor({ type, enum: allowed }: Schema): Arbitrary<unknown> {
  if (allowed && allowed.length > 0) return fc.constantFrom(...allowed);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.integer();
  return fc.string({ minLength: 1, maxLength: 30 });
}

/** A body with the fields of the schema; some are missing, and some are there that it does not know. */
export function bodyValue({ properties = {}, required = [] }: Schema): Arbitrary<unknown> {
  const fields = Object.entries(properties).map(
    ([name, schema]) => [name, fieldValue(name, schema)] as const,
  );
  const whole = fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
  const some = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
  const more = fc
    .tuple(some, fc.dictionary(anyText, fc.jsonValue(), { maxKeys: 3 }))
    .map(([a, b]) => ({ ...a, ...b }));
  return fc.oneof(
    { weight: 8, arbitrary: whole },
    { weight: 2, arbitrary: some },
    { weight: 1, arbitrary: more },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}
