/** What the command needs of the world; tests give it another one. */
export interface Io {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether standard output, and standard error, are terminals. */
  readonly outputIsTerminal: boolean;
  readonly errorIsTerminal: boolean;
  /** To standard output. */
  readonly print: (text: string) => void;
  /** To standard error. */
  readonly printError: (text: string) => void;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  /** Ends when the user wants to stop. */
  readonly signal: AbortSignal;
}
