import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import fastJsonStringify from 'fast-json-stringify';
import type { FastifyInstance } from 'fastify';

type Serialize = ReturnType<typeof fastJsonStringify>;

// Nothing is dropped, changed or filled in: what is not as described is refused, with all that is wrong with it.
const ajv = new Ajv({
  removeAdditional: false,
  coerceTypes: false,
  useDefaults: false,
  allErrors: true,
  addUsedSchema: false,
});
formats.default(ajv);

const validators = new WeakMap<object, ValidateFunction>();
const serializers = new WeakMap<object, Serialize>();

/**
 * A schema is compiled when it is first needed, and once in a process. Compiling all of them would take a third of the
 * server's start, for many routes that nobody may ask for.
 */
export function registerSchemaCompilers(app: FastifyInstance): void {
  app.setValidatorCompiler<object>(({ schema }) => (data: unknown) => {
    const validate = validatorOf(schema);
    return validate(data) || { error: validate.errors ?? [] };
  });
  app.setSerializerCompiler<object>(
    ({ schema }) =>
      (data) =>
        serializerOf(schema)(data),
  );
}

export function validatorOf(schema: object): ValidateFunction {
  let compiled = validators.get(schema);
  if (!compiled) validators.set(schema, (compiled = ajv.compile(schema)));
  return compiled;
}

export function serializerOf(schema: object): Serialize {
  let compiled = serializers.get(schema);
  if (!compiled) serializers.set(schema, (compiled = fastJsonStringify(schema)));
  return compiled;
}
