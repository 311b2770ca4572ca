import type { Database } from '../../db/database.ts';
import type { FormerTokenSource } from '../../db/tables.ts';
import type { Clock } from '../../lib/clock.ts';
import type { KeyRing } from '../installation/index.ts';
import { canonicalUuid, digestOfToken } from './digests.ts';
import { selectWindows, type WindowRow } from './queries.ts';
import {
  createFormerVerifier,
  isJwtForm,
  type SignedFormerToken,
  type VerifyFormerToken,
} from './simplejwt.ts';
import type { TokenForm } from './token-form.ts';
import { openFormerKey } from './window-keys.ts';

/** What somebody presents as a token of the former system. */
export type PresentedFormerToken =
  | { readonly source: 'table'; readonly digest: string }
  | ({ readonly source: 'simplejwt' } & SignedFormerToken)
  /** A signed one, whose key was wiped when the window was closed: nobody can say whether it was good. */
  | { readonly source: 'closed'; readonly reason: string; readonly endedAt: number }
  /** A signed one, whose key is sealed under a secret key that this node was not given. */
  | { readonly source: 'sealed' };

/** Which tokens of the former system are of any interest. It follows the database, as the settings do. */
export interface FormerTokens {
  /**
   * Takes a text for a token of the former system. It costs no query.
   *
   * @returns undefined where no window is open or remembered that it could belong to, or its signature is wrong.
   */
  read(text: string): PresentedFormerToken | undefined;
  /** Whether a text that is no UUID is looked at, and not refused for its form. */
  takesForm(text: string): boolean;
  /** Whether a text could be a token that is looked at, by its form alone. */
  couldBe(text: string): boolean;
  /** Looks which windows there are. */
  refresh(): Promise<void>;
}

export interface FormerTokensDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyRing: KeyRing;
}

interface Known {
  readonly row: WindowRow;
  readonly verify: VerifyFormerToken | undefined;
}

export async function openFormerTokens({
  database,
  clock,
  keyRing,
}: FormerTokensDeps): Promise<FormerTokens> {
  let known: Partial<Record<FormerTokenSource, Known>> = {};
  let line: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const next: typeof known = {};
    for (const row of await selectWindows(database.kysely)) {
      const before = known[row.source];
      next[row.source] =
        before && isSameKey(before.row, row) ? { ...before, row } : { row, verify: verifierOf(row) };
    }
    known = next;
  }

  function verifierOf(row: WindowRow): VerifyFormerToken | undefined {
    const key = openFormerKey(row, keyRing);
    // The form is what `openWindow` wrote.
    if (row.form === null || key === undefined) return undefined;
    try {
      return createFormerVerifier(JSON.parse(row.form) as TokenForm, key, clock);
    } catch {
      // A newer version may know forms that this one does not: its tokens wait for a node that does.
      return undefined;
    }
  }

  function readSigned(text: string, { row, verify }: Known): PresentedFormerToken | undefined {
    if (!verify) {
      const { endedAt, endReason } = row;
      return endedAt === null
        ? { source: 'sealed' }
        : { source: 'closed', reason: endReason ?? 'admin', endedAt };
    }
    const signed = verify(text);
    return signed && { source: 'simplejwt', ...signed };
  }

  const formerTokens: FormerTokens = {
    read(text) {
      const uuid = known.table && isUuidForm(text) ? canonicalUuid(text) : undefined;
      if (uuid !== undefined) return { source: 'table', digest: digestOfToken(uuid) };
      return known.simplejwt && isJwtForm(text) ? readSigned(text, known.simplejwt) : undefined;
    },
    takesForm: (text) => known.simplejwt !== undefined && isJwtForm(text),
    couldBe: (text) => (known.table !== undefined && isUuidForm(text)) || formerTokens.takesForm(text),
    refresh() {
      // One after the other: a look that began earlier must not bring a window back that was found closed.
      const done = line.then(look);
      line = done.catch(() => undefined);
      return done;
    },
  };
  await formerTokens.refresh();
  return formerTokens;
}

function isSameKey(before: WindowRow, after: WindowRow): boolean {
  return before.form === after.form && before.sealedKey === after.sealedKey;
}

/** Clients hold it with hyphens, however the former system stores it. */
function isUuidForm(text: string): boolean {
  return text.length === 36 && canonicalUuid(text) !== undefined;
}
