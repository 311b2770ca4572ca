import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { secretKeyFile } from '../../../features/installation/index.ts';
import { problem, warning, type Check, type Finding } from '../finding.ts';

const groupMay = 0o070;
const othersMay = 0o007;
const mebibyte = 1024 ** 2;
const scarceBytes = 1024 * mebibyte;
const tooFewBytes = 100 * mebibyte;

/** What is on this machine's disk: the SQLite file with its addresses and password hashes, and the key that was made. */
export const dataFolder: Check = {
  name: 'data folder',
  async examine({ config: { database, dataDir }, freeBytes }) {
    const key = secretKeyFile(dataDir);
    const file = database.dialect === 'sqlite' ? database.file : undefined;
    // SQLite gives its log the mode of the file.
    const files = [key, ...(file === undefined ? [] : [file])];
    const findings = (await Promise.all(files.map(checkFile))).flat();
    if (file !== undefined && (await statOf(dirname(file)))) {
      findings.push(...(await checkRoom(dirname(file), freeBytes)));
    }
    return { well: file === undefined ? 'PostgreSQL keeps the data' : dirname(file), findings };
  },
};

async function checkFile(file: string): Promise<Finding[]> {
  const found = await statOf(file);
  if (!found) return [];
  const findings: Finding[] = [];
  const folder = await statOf(dirname(file));
  // Whom the folder keeps out gets at no file in it.
  const reach = found.mode & (folder?.mode ?? 0o777);
  const isOpenTo = (who: number): boolean => (found.mode & who) !== 0 && (reach & who) !== 0;
  const advice = `Close it: chmod 600 ${file}`;
  if (isOpenTo(othersMay)) {
    const text = `Every user of this machine can read ${file}, or write to it.`;
    findings.push(problem('file_open_to_all', text, advice));
  } else if (isOpenTo(groupMay)) {
    const text = `Its group can read ${file}, or write to it.`;
    findings.push(warning('file_open_to_group', text, `${advice}, unless that is meant to be.`));
  }
  const mayWrite = await access(file, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!mayWrite) {
    const text = `This user cannot read and write ${file}.`;
    findings.push(
      problem('file_not_writable', text, 'Run this as the user of the server, or give it the file.'),
    );
  }
  return findings;
}

async function checkRoom(folder: string, freeBytes: (folder: string) => Promise<number>): Promise<Finding[]> {
  const free = await freeBytes(folder);
  if (free >= scarceBytes) return [];
  const text = `${Math.floor(free / mebibyte)} MB are free on the disk of ${folder}. Once it is full, nobody can log in.`;
  return [
    (free < tooFewBytes ? problem : warning)('disk_full', text, 'Make room, or move the data (DATA_DIR).'),
  ];
}

/** undefined where there is none, or it may not be looked at. */
function statOf(path: string): Promise<{ mode: number } | undefined> {
  return stat(path).catch(() => undefined);
}
