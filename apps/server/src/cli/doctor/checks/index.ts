import type { Check } from '../finding.ts';
import { clock } from './clock.ts';
import { dataFolder } from './data-folder.ts';
import { formerTokens } from './former-tokens.ts';
import { keys } from './keys.ts';
import { mail } from './mail.ts';
import { metrics } from './metrics.ts';
import { origins } from './origins.ts';
import { proxies } from './proxies.ts';
import { publicAddress } from './public-address.ts';
import { secrets } from './secrets.ts';
import { weakSettings } from './settings.ts';

/** Every check but those of the configuration and the database, which come first: the others need them. */
export const checks: readonly Check[] = [
  dataFolder,
  secrets,
  keys,
  formerTokens,
  clock,
  publicAddress,
  proxies,
  origins,
  mail,
  metrics,
  weakSettings,
];
