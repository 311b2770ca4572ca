import { destination, type DestinationStream } from 'pino';

/** What a pipe takes in one piece (POSIX, PIPE_BUF): the lines of several processes never mix. */
const mostInBlock = 4_096;
const longestKeptMs = 500;
/** What a reader that has stopped may cost, in bytes. */
const mostWaiting = 8 * 1_024 * 1_024;

/**
 * Writes lines in blocks to a file descriptor, so that a request costs one addition to a text. Nothing waits for whoever
 * reads: where they fall too far behind, lines are dropped, and the next ones say how many. What is kept is written
 * when the process exits, and at the latest after half a second.
 */
export function createLogBlocks(fileDescriptor: number): DestinationStream {
  const file = destination({
    dest: fileDescriptor,
    sync: false,
    minLength: 0,
    maxWrite: mostInBlock,
    maxLength: mostWaiting,
  });
  let block = '';
  let dropped = 0;
  let refused = 0;
  // It says so before `write` returns.
  file.on('drop', () => (refused += 1));

  function pass(): void {
    if (block === '') return;
    const before = refused;
    file.write(dropped > 0 ? `${droppedLine(dropped)}${block}` : block);
    dropped = refused > before ? dropped + block.split('\n').length - 1 : 0;
    block = '';
  }
  setInterval(pass, longestKeptMs).unref();
  process.once('exit', () => {
    pass();
    file.flushSync();
  });
  return {
    write(line) {
      if (block.length + line.length > mostInBlock) pass();
      block += line;
    },
  };
}

function droppedLine(lines: number): string {
  const time = new Date().toISOString();
  return `${JSON.stringify({ level: 40, time, lines, msg: 'lines of this log were dropped: its reader is too slow' })}\n`;
}
