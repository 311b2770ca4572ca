/** What the commands need of the world; tests give them another one. */
export interface Io {
  /** Standard input as text. */
  readInput: () => Promise<string>;
  /** Whether standard input is a terminal, so that nobody has piped a game. */
  inputIsTerminal: boolean;
  readFile: (path: string) => Promise<string>;
  writeFile: (path: string, text: string) => Promise<void>;
  /** To standard output. */
  print: (text: string) => void;
  /** To standard error. */
  printError: (text: string) => void;
}
