import { plotGame, THEMES } from '../../plot/index.ts';
import { atMost, oneOf } from '../arguments.ts';
import type { Command } from '../command.ts';
import { INPUT_HELP, INPUT_OPTIONS, readGame } from '../read-game.ts';
import { OUTPUT_HELP, OUTPUT_OPTIONS, writeResult } from '../write-result.ts';

export const plot: Command = {
  help: `game-score plot [FILE] [options]
Draws the score over time as an SVG.
${INPUT_HELP}
  --title TEXT           the heading
  --home NAME            the home team's name
  --away NAME            the away team's name
  --theme THEME          light, dark, or auto, which follows the reader's system; auto unless given
${OUTPUT_HELP}`,
  options: {
    title: 'string',
    home: 'string',
    away: 'string',
    theme: 'string',
    ...INPUT_OPTIONS,
    ...OUTPUT_OPTIONS,
  },
  async run(commandLine, io) {
    const [path] = commandLine.positionals;
    atMost(1, commandLine.positionals);
    const theme = oneOf(THEMES, '--theme', commandLine.text('theme'));
    const game = await readGame(path, commandLine, io);
    const { text } = commandLine;
    const svg = plotGame(game, { title: text('title'), home: text('home'), away: text('away'), theme });
    await writeResult(svg, commandLine, io);
  },
};
