import { execFileSync } from 'node:child_process';

/** What a process and its descendants use. `ps` knows it on every Unix. */
interface Usage {
  readonly pid: number;
  readonly parent: number;
  readonly kibibytes: number;
}

/** Resident memory of the process with its descendants, in millions of bytes. */
export function residentMegabytes(pid: number): number {
  return familyOf(pid).reduce((total, { kibibytes }) => total + (kibibytes * 1_024) / 1e6, 0);
}

function familyOf(pid: number): Usage[] {
  const all = readUsages();
  const family = new Set([pid]);
  // Children have been started after their parents, but may have lower numbers.
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const usage of all) if (family.has(usage.parent)) family.add(usage.pid);
  }
  return all.filter((usage) => family.has(usage.pid));
}

function readUsages(): Usage[] {
  const output = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' });
  return output
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, kibibytes] = line.trim().split(/\s+/);
      return {
        pid: Number(pid),
        parent: Number(parent),
        kibibytes: Number(kibibytes),
      };
    });
}
