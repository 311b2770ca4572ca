import { formatGame, TEXT_FORMATS } from '../../formats/index.ts';
import { createTimeline } from '../../timeline/create-timeline.ts';
import { atMost, oneOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { INPUT_HELP, INPUT_OPTIONS, readGame } from '../read-game.ts';
import { OUTPUT_HELP, OUTPUT_OPTIONS, writeResult } from '../write-result.ts';

export const changes: Command = {
  help: `game-score changes [FILE] [options]
Prints the moments at which the score changed, with the new score.
${INPUT_HELP}
  --format FORMAT        json, ndjson or csv; csv unless given
${OUTPUT_HELP}`,
  options: { format: 'string', ...INPUT_OPTIONS, ...OUTPUT_OPTIONS },
  async run(commandLine, io) {
    const [path] = commandLine.positionals;
    atMost(1, commandLine.positionals);
    const format = oneOf(TEXT_FORMATS, '--format', commandLine.text('format')) ?? 'csv';
    const timeline = createTimeline(await readGame(path, commandLine, io));
    await writeResult(formatGame(timeline.changes(), format), commandLine, io);
  },
};
