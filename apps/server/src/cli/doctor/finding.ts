import type { Config } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import type { Settings } from '../../features/settings/index.ts';
import type { Clock } from '../../lib/clock.ts';

/** Something that is not as it should be. None of its texts holds a secret. */
export interface Finding {
  /** `problem`: something does not work, or is not safe. `warning`: somebody should look at it. */
  readonly level: 'warning' | 'problem';
  /** For programs; it never changes. */
  readonly code: string;
  readonly text: string;
  /** What to do. */
  readonly advice: string;
}

/** What came of one check. */
export interface Examination {
  readonly name: string;
  /** What is so, where nothing was found. */
  readonly well: string;
  readonly findings: readonly Finding[];
}

/** An installation, as the checks see it. */
export interface Installation {
  readonly config: Config;
  /** undefined: it cannot be used, or is empty yet; the check of the database says so. */
  readonly database: Database | undefined;
  /** As they hold now; without the database, their defaults. */
  readonly settings: Settings;
  readonly clock: Clock;
  /** The room on the disk of a folder, in bytes. */
  readonly freeBytes: (folder: string) => Promise<number>;
}

/** One part of an installation. It changes nothing. */
export interface Check {
  readonly name: string;
  examine(installation: Installation): Promise<Omit<Examination, 'name'>> | Omit<Examination, 'name'>;
}

export function problem(code: string, text: string, advice: string): Finding {
  return { level: 'problem', code, text, advice };
}

export function warning(code: string, text: string, advice: string): Finding {
  return { level: 'warning', code, text, advice };
}
