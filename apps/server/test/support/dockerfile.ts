import { DockerfileParser, ModifiableInstruction, type Instruction } from 'dockerfile-ast';

export interface Step {
  readonly keyword: string;
  /** All that follows the keyword and its flags, on one line. */
  readonly text: string;
  /** `--from=build` is `from` → `build`. */
  readonly flags: Readonly<Record<string, string>>;
}

/** What a Dockerfile builds between one FROM and the next. */
export interface Stage {
  readonly name: string | undefined;
  readonly base: string;
  readonly steps: readonly Step[];
}

/** The stages of a Dockerfile, with the ARGs before the first of them put in. */
export function readDockerfile(text: string): readonly Stage[] {
  const stages: { name: string | undefined; base: string; steps: Step[] }[] = [];
  const args: Record<string, string> = {};
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const step = readStep(instruction);
    if (step.keyword === 'FROM') {
      const [image = '', , name] = step.text.split(/ +/);
      stages.push({
        name,
        base: image.replace(/\$\{(\w+)\}/g, (_all, arg: string) => args[arg] ?? ''),
        steps: [],
      });
    } else if (stages.length === 0) {
      const [name = '', value = ''] = step.text.split('=', 2);
      args[name] = value;
    } else {
      stages.at(-1)?.steps.push(step);
    }
  }
  return stages;
}

function readStep(instruction: Instruction): Step {
  const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : [];
  return {
    keyword: instruction.getKeyword(),
    text: (instruction.getArgumentsContent() ?? '').trim(),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
  };
}

/** What the last step of this kind says. @throws Error where there is none. */
export function lastOf({ steps }: Stage, keyword: string): Step {
  const step = steps.findLast((one) => one.keyword === keyword);
  if (!step) throw new Error(`The Dockerfile has no ${keyword} there.`);
  return step;
}

/** The environment of a stage, as its ENVs set it. */
export function environmentOf({ steps }: Stage): Readonly<Record<string, string>> {
  const pairs = steps.filter(({ keyword }) => keyword === 'ENV').flatMap(({ text }) => text.split(/\s+/));
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/, 2) as [string, string]));
}

/** The words of a step in its exec form. @throws SyntaxError where it has another one. */
export function words(text: string): readonly string[] {
  return JSON.parse(text) as readonly string[];
}
