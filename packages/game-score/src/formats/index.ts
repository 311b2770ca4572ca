export { formatGame } from './format-game.ts';
export { GameTextError, type Place } from './game-text-error.ts';
export { parseGame, type ParseOptions } from './parse-game.ts';
export { detectFormat, TEXT_FORMATS, type TextFormat } from './text-format.ts';
