/** A piece of a page that somebody who follows it carries out. */
export type Part =
  | { readonly kind: 'start'; readonly environment: Readonly<Record<string, string>> }
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'commands'; readonly text: string; readonly output?: Output };

/** What a page says that commands print, and where it says so. */
export interface Output {
  readonly text: string;
  readonly begin: number;
  /** In a comment on one line; else in a block of its own. */
  readonly isComment: boolean;
}

const block = /^```(\w+)\n([^]*?)^```$/gm;
const saveAs = /Save this as `([\w.-]+)`:\n\n$/;
const start = /^((?:[A-Z_]+=\S+ )*)npm start$/;
/** What runs the tests in the first place is done by then. */
const done = /^(git clone .*|cd latchkey|npm test)$/;

/**
 * What a page tells its reader to do, in order: the bash blocks, and files after "Save this as `NAME`:". A line `npm start`
 * starts the server, or starts it again. A block right after a bash block is what its commands print, and so is a comment
 * that holds a JSON object.
 */
export function readPage(markdown: string): readonly Part[] {
  const parts: Part[] = [];
  let endOfCommands = -1;
  for (const match of markdown.matchAll(block)) {
    const [whole, language = '', text = ''] = match;
    const begin = match.index + `\`\`\`${language}\n`.length;
    const before = markdown.slice(0, match.index);
    const name = saveAs.exec(before)?.[1];
    const last = parts.at(-1);
    if (language === 'bash') {
      parts.push(...readCommands(text, begin));
      endOfCommands = match.index + whole.length;
    } else if (name !== undefined) {
      parts.push({ kind: 'file', name, text });
    } else if (last?.kind === 'commands' && before.slice(endOfCommands) === '\n\n') {
      parts.splice(-1, 1, { ...last, output: { text, begin, isComment: false } });
    }
  }
  return parts;
}

function readCommands(text: string, begin: number): readonly Part[] {
  const parts: Part[] = [];
  let lines: string[] = [];
  const flush = (output?: Output): void => {
    if (lines.length > 0) parts.push({ kind: 'commands', text: lines.join('\n'), ...(output && { output }) });
    lines = [];
  };
  let at = begin;
  for (const line of text.split('\n')) {
    const environment = start.exec(line)?.[1];
    if (environment !== undefined) {
      flush();
      parts.push({ kind: 'start', environment: readEnvironment(environment) });
    } else if (/^# \{.*\}$/.test(line)) {
      flush({ text: line.slice(2), begin: at + 2, isComment: true });
    } else if (line !== '' && !line.startsWith('# ') && !done.test(line)) lines.push(line);
    at += line.length + 1;
  }
  flush();
  return parts;
}

function readEnvironment(text: string): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {};
  for (const pair of text.split(' ')) {
    const [name = '', value = ''] = pair.split('=', 2);
    if (name !== '') environment[name] = value;
  }
  return environment;
}
