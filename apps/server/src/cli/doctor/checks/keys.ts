import { readDatabaseTime } from '../../../db/time.ts';
import { isFormerKeySealed } from '../../../features/former-tokens/index.ts';
import {
  readSecretKey,
  recogniseKeys,
  secretKeyFile,
  WrongSecretKeyError,
} from '../../../features/installation/index.ts';
import { countMailsSealedUnder } from '../../../features/mail/index.ts';
import { countLiveWithKeys } from '../../../features/sessions/index.ts';
import { findSealedKeys } from '../../../features/tokens/index.ts';
import { count } from '../../run.ts';
import { problem, warning, type Check, type Finding } from '../finding.ts';

/** The secret keys that were given open what the database keeps sealed. */
export const keys: Check = {
  name: 'keys',
  async examine({ config, database, clock }) {
    const own = config.secretKey ?? (await readSecretKey(config.dataDir));
    if (!database) return { well: 'not looked at without the database', findings: [] };
    const db = database.kysely;
    const given = [...(own === undefined ? [] : [own]), ...config.secretKeyFallbacks];
    const { known, missingIds } = await recogniseKeys(db, given);
    if (known.length === 0 && missingIds.length === 0) return { well: 'none used yet', findings: [] };
    if (known.length === 0) {
      const finding =
        own === undefined
          ? problem(
              'secret_key_missing',
              `The database has been used with a SECRET_KEY; none is given, and ${secretKeyFile(config.dataDir)} is missing.`,
              'Restore that file, or give the key as SECRET_KEY.',
            )
          : problem('secret_key_wrong', ...halves(new WrongSecretKeyError().message));
      return { well: '', findings: [finding] };
    }
    const findings: Finding[] = [];
    const inFallbacks = 'Add it to SECRET_KEY_FALLBACKS.';
    const sessions =
      missingIds.length === 0
        ? 0
        : await countLiveWithKeys(db, missingIds, await readDatabaseTime(db, clock));
    if (sessions > 0) {
      const text = `${count(sessions, 'live session')} need a SECRET_KEY that is not given; the server would not start.`;
      findings.push(problem('secret_key_of_sessions_missing', text, inFallbacks));
    }
    const sealed = await findSealedKeys(db, known);
    if (sealed.length > 0) {
      findings.push(
        problem(
          'signing_key_sealed',
          `The keys of access tokens ${sealed.join(', ')} cannot be opened with the SECRET_KEY that is given.`,
          'Add the one that they were sealed under to SECRET_KEY_FALLBACKS, or restore them from a backup.',
        ),
      );
    }
    if (await isFormerKeySealed(db, known)) {
      const text =
        'The key of the former system is sealed under a SECRET_KEY that is not given; its tokens get 503.';
      findings.push(problem('former_key_sealed', text, inFallbacks));
    }
    const mails = await countMailsSealedUnder(db, missingIds);
    if (mails > 0) {
      const text = `The links of ${count(mails, 'waiting mail')} are sealed under a SECRET_KEY that is not given; they will fail.`;
      findings.push(warning('mail_link_sealed', text, inFallbacks));
    }
    return { well: 'they open what is stored', findings };
  },
};

/** What is wrong, and what to do. */
function halves(message: string): [string, string] {
  const end = message.indexOf('. ') + 1;
  return [message.slice(0, end), message.slice(end + 1)];
}
