import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { isRecord } from '../lib/is-record.ts';
import { damaged, formatName, isList, notABackup, parseHeader, parseLine, type Header } from './format.ts';

/** A piece of a backup, in the order of the file. */
export type Piece =
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly string[] }
  /** Some rows of the last table: `json` is a list of lists, as text. */
  | { readonly kind: 'rows'; readonly json: string; readonly count: number };

export interface Backup {
  readonly header: Header;
  /**
   * What comes after the header. Whoever has read all of it knows that the backup is whole.
   *
   * @throws BackupError where it is not.
   */
  readonly pieces: AsyncGenerator<Piece>;
  /** Lets go of the source, however much of it was read: a pipe that stays open would keep the process. */
  close(): Promise<void>;
}

const rowsInPiece = 500;
const charactersInPiece = 512 * 1024;
/** No row is longer; what has no end is not taken into memory. */
const longestLine = 16 * 1024 * 1024;

/** @throws BackupError where this is no backup, is damaged, or of a newer version. */
export async function readBackup(source: Readable): Promise<Backup> {
  const digest = createHash('sha256');
  const lines = readLines(source);
  const close = async (): Promise<void> => {
    await lines.return(undefined);
  };
  try {
    const first = await lines.next();
    const header = parseHeader(first.done === true ? '' : first.value);
    digest.update(`${first.value}\n`);
    return { header, pieces: readPieces(lines, digest), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function* readPieces(lines: AsyncGenerator<string>, digest: Hash): AsyncGenerator<Piece> {
  let isInTable = false;
  let [rows, total] = [0, 0];
  let pending: string[] = [];
  let pendingCharacters = 0;
  const take = (): Piece => {
    const piece: Piece = { kind: 'rows', json: `[${pending.join(',')}]`, count: pending.length };
    [pending, pendingCharacters] = [[], 0];
    return piece;
  };
  for await (const line of lines) {
    if (line.startsWith('[') && isInTable) {
      pending.push(line);
      pendingCharacters += line.length;
      rows += 1;
      if (pending.length >= rowsInPiece || pendingCharacters >= charactersInPiece) yield take();
    } else {
      const value = parseLine(line, () => damaged('it holds a line that nobody has written'));
      if (!isRecord(value)) throw damaged('it holds a line that nobody has written');
      if (pending.length > 0) yield take();
      if (!isInTable && value['end'] === formatName) {
        if (value['sha256'] !== digest.digest('hex') || value['rows'] !== total)
          throw damaged('its content is not what was written');
        if ((await lines.next()).done !== true) throw damaged('something comes after its end');
        return;
      }
      const { table, columns } = value;
      if (!isInTable && typeof table === 'string' && isList(columns)) {
        yield { kind: 'table', table, columns };
        [isInTable, rows] = [true, 0];
      } else if (isInTable && value['rows'] === rows) {
        [isInTable, total] = [false, total + rows];
      } else {
        throw damaged('its tables do not hold what they say');
      }
    }
    digest.update(`${line}\n`);
  }
  throw damaged('its end is missing');
}

/** The lines of a compressed text. */
async function* readLines(source: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of unpack(source)) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw damaged('it holds a line without an end');
    yield* lines;
  }
  if (rest !== '') throw damaged('its last line is cut off');
}

async function* unpack(source: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // What fails while reading is no damage: the disk, or the process that hands the backup over.
  let failure: unknown;
  source.on('error', (error) => {
    failure = error;
    gunzip.destroy(error);
  });
  try {
    // A stream of bytes gives Buffers.
    for await (const chunk of source.pipe(gunzip)) yield chunk as Buffer;
  } catch (error) {
    throw failure ?? (isZlibError(error) ? explain(error) : error);
  } finally {
    source.destroy();
  }
}

function isZlibError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

function explain(error: Error & { code: string }): Error {
  if (error.message === 'incorrect header check') return notABackup();
  if (error.code === 'Z_BUF_ERROR') return damaged('it ends too early', error);
  return damaged('its bytes are not those that were written', error);
}
