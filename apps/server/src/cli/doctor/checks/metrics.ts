import { isLoopback } from '../../../features/mail/index.ts';
import { warning, type Check, type Finding } from '../finding.ts';
import { weaknessOf } from './secrets.ts';

/** The metrics name no account and no secret, and are for nobody outside all the same. */
export const metrics: Check = {
  name: 'metrics',
  examine({ config: { metrics: given } }) {
    if (!given) return { well: 'for nobody', findings: [] };
    const { token, listener } = given;
    const findings: Finding[] = [];
    const where = listener ? `${listener.host}:${listener.port}` : 'PORT';
    if (listener && token === undefined && !isLoopback(listener.host)) {
      findings.push(
        warning(
          'metrics_without_token',
          `Whoever reaches ${where} may read the metrics: how many sessions there are, who signs in how often, and what is slow.`,
          'Set METRICS_TOKEN, or let a firewall keep everybody but Prometheus from that port.',
        ),
      );
    }
    const weakness = token === undefined ? undefined : weaknessOf(token);
    if (weakness !== undefined) {
      const advice = 'Make one with: openssl rand -hex 32, and give it to Prometheus.';
      findings.push(warning('metrics_token_weak', `METRICS_TOKEN ${weakness}.`, advice));
    }
    return { well: `at ${where}, ${token === undefined ? 'without a token' : 'with the token'}`, findings };
  },
};
