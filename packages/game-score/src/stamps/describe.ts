const LONGEST_QUOTE = 40;

/** Says in a few words what `value` is, for the end of an error message: `the string "12"`, `null`, `NaN`. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return Number.isNaN(value) ? 'NaN' : `the number ${value}`;
    case 'string':
      return `the string ${quote(value)}`;
    case 'boolean':
      return `the boolean ${value}`;
    case 'bigint':
      return `the bigint ${value.toString()}`;
    case 'undefined':
      return 'undefined';
    case 'object':
      return value === null ? 'null' : describeObject(value);
    default:
      return `a ${typeof value}`;
  }
}

function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
}

function describeObject(value: object): string {
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (kind === 'Array') return 'an array';
  const name = kind === 'Object' ? 'an object' : `an object (${kind})`;
  return 'length' in value ? `${name} whose length is ${describe(value.length)}` : name;
}
