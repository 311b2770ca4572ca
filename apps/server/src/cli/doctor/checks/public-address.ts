import { isLoopback } from '../../../features/mail/index.ts';
import { problem, warning, type Check, type Finding } from '../finding.ts';

/** PUBLIC_URL is the issuer of tokens, the beginning of every link, and the one origin that may use the refresh cookie. */
export const publicAddress: Check = {
  name: 'public address',
  examine({ config }) {
    const { publicUrl, host, isLoopback: isForThisMachine } = config;
    const findings: Finding[] = [];
    const isLocal = isLocalUrl(publicUrl);
    if (publicUrl.startsWith('http:') && !isLocal) {
      findings.push(
        problem(
          'public_url_not_https',
          `PUBLIC_URL is ${publicUrl}: passwords and tokens travel unencrypted, and browsers do not keep the cookie that the pages sign in with.`,
          'Put a proxy that speaks TLS before the server, and set PUBLIC_URL to its https address.',
        ),
      );
    }
    if (isLocal && !isForThisMachine) {
      findings.push(
        warning(
          'public_url_local',
          `PUBLIC_URL is ${publicUrl}, which leads every machine to itself, while HOST=${host} lets others in. Links in mails would lead nowhere.`,
          'Set PUBLIC_URL to the address that clients see, like https://auth.example.com.',
        ),
      );
    }
    return { well: publicUrl, findings };
  },
};

/** Whether an address leads to this machine itself. */
export function isLocalUrl(url: string): boolean {
  return isLoopback(new URL(url).hostname.replace(/^\[(.*)\]$/, '$1'));
}
