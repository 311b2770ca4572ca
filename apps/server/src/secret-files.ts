import { readFileSync } from 'node:fs';
import { secretVariables } from './config-variables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with the secrets that are in files: where SECRET_KEY_FILE names a file, SECRET_KEY is what it holds, without
 * the line end. An environment is seen by more eyes than a file: in listings of processes, descriptions of containers, reports
 * of crashes. What is wrong joins the problems; nothing of a file is repeated.
 */
export function withSecretFiles(environment: Environment, problems: string[]): Environment {
  const read: Record<string, string> = {};
  for (const name of secretVariables) {
    const file = environment[`${name}_FILE`];
    if (!file) continue;
    if (environment[name]) problems.push(`${name} and ${name}_FILE are both set; leave one of them out.`);
    try {
      read[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      // Nothing would count as not given, and a server without its key makes another one.
      if (read[name] === '') problems.push(`${name}_FILE: ${file} is empty.`);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
      problems.push(`${name}_FILE: ${file} cannot be read${code}.`);
    }
  }
  return { ...environment, ...read };
}
