import { canonicalUuid, digestOfToken } from '../digests.ts';
import type { NewFormerToken } from '../queries.ts';
import { judgeUsers, pageSize, type Importing } from './holders.ts';
import { countGone, upsertTokens } from './import-queries.ts';
import { ReportCounter, type ImportReport, type LeftOut } from './report.ts';
import { selectRefreshTokens, type RefreshTokenColumns, type SourceToken } from './source-queries.ts';

/** Takes the refresh tokens of a table over, hashed, a page at a time. What is there already is only seen again. */
export async function importRefreshTokens(
  importing: Importing,
  table: string,
  columns: RefreshTokenColumns,
): Promise<ImportReport> {
  const { db, source, startedAt, isDryRun, onProgress } = importing;
  const counter = new ReportCounter();
  for (let after: string | undefined; ;) {
    const page = await selectRefreshTokens(source, table, columns, { after, limit: pageSize });
    const last = page.at(-1);
    if (!last) return counter.report(isDryRun ? 0 : await countGone(db, startedAt));
    const owners = page.flatMap(({ userId }) => userId ?? []);
    const whyNotOwner = await judgeUsers(importing, [...new Set(owners)]);
    const tokens = new Map<string, NewFormerToken>();
    for (const token of page) {
      const uuid = canonicalUuid(token.token);
      const why =
        uuid === undefined ? 'unreadable' : (whyNotToken(token, startedAt) ?? whyNotOwner(token.userId));
      counter.count(why);
      if (uuid === undefined || why !== undefined) continue;
      const digest = digestOfToken(uuid);
      const { userId: accountId, expiresAt } = token;
      tokens.set(digest, { digest, source: 'table', accountId, expiresAt: expiresAt ?? 0 });
    }
    if (!isDryRun) await upsertTokens(db, [...tokens.values()], startedAt);
    onProgress(counter.read);
    after = last.token;
  }
}

function whyNotToken({ expiresAt }: SourceToken, now: number): LeftOut | undefined {
  if (expiresAt === null) return 'unreadable';
  return expiresAt <= now ? 'expired' : undefined;
}
