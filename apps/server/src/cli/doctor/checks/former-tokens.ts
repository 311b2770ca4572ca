import { selectWindows } from '../../../features/former-tokens/index.ts';
import { readDatabaseTime } from '../../../db/time.ts';
import { warning, type Check } from '../finding.ts';

/** Whether tokens of the former system are accepted: that is for a while, and somebody should know. */
export const formerTokens: Check = {
  name: 'former tokens',
  async examine({ database, clock }) {
    const windows = database ? await selectWindows(database.kysely) : [];
    const now = database ? await readDatabaseTime(database.kysely, clock) : 0;
    const findings = windows
      .filter(({ endsAt, endedAt }) => endedAt === null && endsAt > now)
      .map(({ source, endsAt }) => {
        const what =
          source === 'table' ? 'Refresh tokens of the former system' : 'Tokens signed with the former key';
        const until = new Date(endsAt).toISOString();
        return warning(
          'former_tokens_accepted',
          `${what} are exchanged for sessions until ${until}.`,
          'Close the window once everybody has moved: latchkey import close-window',
        );
      });
    return { well: 'none are accepted', findings };
  },
};
