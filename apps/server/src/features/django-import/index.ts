export { ImportError } from './errors.ts';
export { importDjangoUsers, type ImportResult } from './import-users.ts';
export type { ImportOptions } from './run.ts';
export type { Finding, Tally } from './report.ts';
