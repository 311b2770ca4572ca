import type { Command } from './commands.ts';
import { perform } from './perform.ts';
import type { Presenting } from './presenting.ts';
import { clearStage, compareRows, logIn, setStage } from './stage.ts';

/**
 * Plays commands on a new account and compares every answer with the model's.
 *
 * @throws Error saying which command was answered otherwise, with the difference as its cause.
 */
export async function play(commands: readonly Command[], presenting: Presenting): Promise<void> {
  const stage = await setStage(presenting);
  try {
    await logIn(stage, true);
    for (const [i, command] of commands.entries()) {
      await perform(stage, command).catch((cause: unknown) => {
        throw new Error(`command ${i + 1}, ${JSON.stringify(command)}`, { cause });
      });
    }
    await compareRows(stage);
  } finally {
    await clearStage(stage);
  }
}
