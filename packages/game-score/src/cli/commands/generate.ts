import { formatGame, TEXT_FORMATS } from '../../formats/index.ts';
import { TIMESTAMPS_COUNT } from '../../generator/constants.ts';
import { generateGame } from '../../generator/generate-game.ts';
import { atMost, countFrom, oneOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { OUTPUT_HELP, OUTPUT_OPTIONS, writeResult } from '../write-result.ts';

export const generate: Command = {
  help: `game-score generate [options]
Makes up a game.
  --seed SEED            any text or number; the same seed gives the same game
  --timestamps COUNT     how many stamps follow the first; ${TIMESTAMPS_COUNT} unless given
  --format FORMAT        json, ndjson or csv; json unless given
${OUTPUT_HELP}`,
  options: { seed: 'string', timestamps: 'string', format: 'string', ...OUTPUT_OPTIONS },
  async run(commandLine, io) {
    atMost(0, commandLine.positionals);
    const format = oneOf(TEXT_FORMATS, '--format', commandLine.text('format')) ?? 'json';
    const count = commandLine.text('timestamps');
    const game = generateGame({
      seed: commandLine.text('seed'),
      timestampsCount: count === undefined ? undefined : countFrom('--timestamps', count),
    });
    await writeResult(formatGame(game, format), commandLine, io);
  },
};
