import { digestOfId } from '../digests.ts';
import { pageSize, type Importing } from './holders.ts';
import { selectAccounts, upsertEndedTokens } from './import-queries.ts';
import { ReportCounter, type ImportReport } from './report.ts';
import { selectBlacklist } from './source-queries.ts';

/**
 * Takes over what SimpleJWT has blacklisted: tokens that are over, whoever signed them. It does not know whose a rotated
 * one was; the id of the token is enough.
 */
export async function importBlacklist(importing: Importing): Promise<ImportReport> {
  const { db, source, startedAt, isDryRun, onProgress } = importing;
  const counter = new ReportCounter();
  for (let after = 0; ;) {
    const page = await selectBlacklist(source, { after, limit: pageSize });
    const last = page.at(-1);
    if (!last) return counter.report();
    const owners = page.flatMap(({ userId }) => userId ?? []);
    const known = new Set((owners.length === 0 ? [] : await selectAccounts(db, owners)).map(({ id }) => id));
    const ended = [];
    for (const { jti, userId, expiresAt } of page) {
      const isOver = expiresAt !== null && expiresAt <= startedAt;
      counter.count(isOver ? 'expired' : undefined);
      if (isOver) continue;
      const accountId = userId !== null && known.has(userId) ? userId : null;
      ended.push({
        digest: digestOfId(jti),
        source: 'simplejwt',
        accountId,
        expiresAt: expiresAt ?? startedAt,
      } as const);
    }
    if (!isDryRun) await upsertEndedTokens(db, ended, 'logout', startedAt);
    onProgress(counter.read);
    after = last.id;
  }
}
