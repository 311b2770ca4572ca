export type { Call } from './call.ts';
export { asCurl } from './curl.ts';
export { asPython } from './python.ts';
export { asTypeScript } from './typescript.ts';
