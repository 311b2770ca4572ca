/** Why an import cannot begin, or cannot go on; for the operator. */
export class ImportError extends Error {}
