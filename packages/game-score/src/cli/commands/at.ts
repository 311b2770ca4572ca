import { getScore } from '../../score/get-score.ts';
import { atMost, numberFrom } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { INPUT_HELP, INPUT_OPTIONS, readGame } from '../read-game.ts';

export const at: Command = {
  help: `game-score at OFFSET [FILE] [options]
Prints the score at a moment, as HOME:AWAY. OFFSET is any number, -Infinity and Infinity too.
${INPUT_HELP}
  --json                 print {"home": …, "away": …} instead`,
  options: { json: 'boolean', ...INPUT_OPTIONS },
  async run(commandLine, io) {
    const [offset, path] = commandLine.positionals;
    if (offset === undefined) throw new UsageError('at what moment? OFFSET is missing');
    atMost(2, commandLine.positionals);
    const moment = numberFrom('OFFSET', offset);
    const score = getScore(await readGame(path, commandLine, io), moment);
    io.print(commandLine.flag('json') ? `${JSON.stringify(score)}\n` : `${score.home}:${score.away}\n`);
  },
};
