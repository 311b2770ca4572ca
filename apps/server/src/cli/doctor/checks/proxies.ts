import { problem, warning, type Check, type Finding } from '../finding.ts';
import { isLocalUrl } from './public-address.ts';

/** TRUST_PROXY says whose word about a client's network address counts. */
export const proxies: Check = {
  name: 'proxies',
  examine({ config: { publicUrl, trustProxy } }) {
    const findings: Finding[] = [];
    const isHttps = publicUrl.startsWith('https:');
    const isPublic = isHttps || !isLocalUrl(publicUrl);
    const advice = 'Set TRUST_PROXY to the number of proxies before the server, or to their addresses.';
    const effect =
      'all clients would have its address: whoever uses up a limit does so for everybody, and the audit trail knows no addresses.';
    if (trustProxy === false && isHttps) {
      const text = `PUBLIC_URL is https, which the server itself does not speak, so a proxy stands before it. Without TRUST_PROXY ${effect}`;
      findings.push(problem('trust_proxy_missing', text, advice));
    } else if (trustProxy === false && isPublic) {
      const text = `TRUST_PROXY is not set. If a proxy stands before the server, ${effect}`;
      findings.push(warning('trust_proxy_unset', text, `${advice} Without a proxy there is nothing to do.`));
    }
    if (trustProxy !== false && !isPublic) {
      findings.push(
        warning(
          'trust_proxy_needless',
          `TRUST_PROXY is set, and PUBLIC_URL is ${publicUrl}, the server itself. Whoever reaches it without a proxy can claim any network address, and no limit holds them.`,
          'Leave TRUST_PROXY out, or set PUBLIC_URL to the address of the proxy.',
        ),
      );
    }
    if (Array.isArray(trustProxy) && trustProxy.some((network) => network.endsWith('/0'))) {
      findings.push(
        problem(
          'trust_proxy_everybody',
          'TRUST_PROXY names every address there is: anybody can claim any network address, and no limit holds them.',
          'Name the addresses of the proxies alone.',
        ),
      );
    }
    return { well: trustProxy === false ? 'none' : `trusted: ${String(trustProxy)}`, findings };
  },
};
