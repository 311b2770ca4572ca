import type { Database } from '../../db/database.ts';
import type { RevocationFeed } from '../../features/revocation/index.ts';
import type { LiveSettings } from '../../features/settings/index.ts';
import type { LiveSigningKeys } from '../../features/tokens/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { softwareVersion } from '../../lib/software-version.ts';
import { single, type Source } from '../readings.ts';

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: LiveSettings;
  readonly signingKeys: LiveSigningKeys;
  readonly feed: RevocationFeed;
}

/** What this process is, and what it runs with. */
export function nodeSource({ database, clock, settings, signingKeys, feed }: Deps): Source {
  const labels = { version: softwareVersion, nodejs: process.version, database: database.dialect };
  return () => {
    const { active, signsFrom } = signingKeys.current();
    const ageSeconds = Math.max(0, (clock.now() - signsFrom) / 1_000);
    return {
      latchkey_build_info: [{ labels, value: 1 }],
      latchkey_settings_version: single(settings.version()),
      latchkey_revocation_followers: single(feed.followers),
      latchkey_signing_key_age_seconds: [{ labels: { algorithm: active.algorithm }, value: ageSeconds }],
    };
  };
}

/** Whether it can serve: the same look that /health/ready answers with. */
export function readySource(check: () => Promise<void>): Source {
  return async () => ({
    latchkey_ready: single(
      await check().then(
        () => 1,
        () => 0,
      ),
    ),
  });
}
