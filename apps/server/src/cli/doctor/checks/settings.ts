import { durationInWords } from '../../../features/settings/index.ts';
import { warning, type Check, type Finding } from '../finding.ts';
import { isLocalUrl } from './public-address.ts';

const limits = [
  'LOGIN_FAILURES_PER_ACCOUNT',
  'LOGIN_FAILURES_PER_ADDRESS',
  'REGISTRATIONS_PER_ADDRESS',
  'LINK_FAILURES_PER_ADDRESS',
  'MAIL_REQUESTS_PER_ACCOUNT',
  'MAIL_REQUESTS_PER_ADDRESS',
] as const;

const hour = 3_600;
const day = 24 * hour;
/** In seconds. */
const longest = {
  ACCESS_TOKEN_LIFETIME: [hour, 'Other services accept a token for so long after a logout.'],
  REFRESH_TOKEN_LIFETIME: [90 * day, 'A lost device stays signed in for so long.'],
  REFRESH_REUSE_GRACE: [60, 'A stolen refresh token can be used for so long without being noticed.'],
} as const;

/** Settings that are allowed and make the installation weaker than it need be. */
export const weakSettings: Check = {
  name: 'settings',
  examine({ config, settings }) {
    const findings: Finding[] = [];
    const change = (name: string): string => `To change it: latchkey settings set ${name} VALUE`;
    const off = limits.filter((name) => settings.get(name) === 0);
    for (const name of off) {
      const text = `${name} is 0: nothing limits these attempts.`;
      findings.push(warning('limit_off', text, `To have the default again: latchkey settings reset ${name}`));
    }
    for (const name of ['ACCESS_TOKEN_LIFETIME', 'REFRESH_TOKEN_LIFETIME', 'REFRESH_REUSE_GRACE'] as const) {
      const [seconds, meaning] = longest[name];
      const value = settings.get(name);
      if (value <= seconds) continue;
      findings.push(
        warning('long_lifetime', `${name} is ${durationInWords(value)}. ${meaning}`, change(name)),
      );
    }
    if (settings.get('SESSION_ABSOLUTE_LIFETIME') === 0) {
      const text =
        'SESSION_ABSOLUTE_LIFETIME is 0: a session that is refreshed lasts for ever, in whatever hands.';
      findings.push(warning('endless_sessions', text, change('SESSION_ABSOLUTE_LIFETIME')));
    }
    if (!isLocalUrl(config.publicUrl) && !settings.get('PASSWORD_BLOCK_COMMON')) {
      const text = 'PASSWORD_BLOCK_COMMON is off: passwords that everybody tries first are accepted.';
      const advice =
        'Start the server with NODE_ENV=production, or: latchkey settings set PASSWORD_BLOCK_COMMON true';
      findings.push(warning('common_passwords', text, advice));
    }
    return { well: 'none that weakens the installation', findings };
  },
};
