import { warning, type Check, type Finding } from '../finding.ts';
import { isLocalUrl } from './public-address.ts';

/** Pages of the allowed origins read every answer and use the refresh cookie. */
export const origins: Check = {
  name: 'origins',
  examine({ config: { publicUrl }, settings }) {
    const allowed = settings.get('CORS_ALLOWED_ORIGINS');
    if (isLocalUrl(publicUrl)) return { well: describe(allowed), findings: [] };
    const findings: Finding[] = [];
    const local = allowed.filter(isLocalUrl);
    if (local.length > 0) {
      findings.push(
        warning(
          'cors_local_origin',
          `CORS_ALLOWED_ORIGINS has ${local.join(', ')}: whatever runs there on the machine of a visitor may act in their place.`,
          'Take it out; it is for development.',
        ),
      );
    }
    const plain = allowed.filter((origin) => origin.startsWith('http:') && !isLocalUrl(origin));
    if (plain.length > 0) {
      findings.push(
        warning(
          'cors_http_origin',
          `CORS_ALLOWED_ORIGINS has ${plain.join(', ')}: whoever is between a visitor and that page can change it, and act in their place.`,
          'Serve that page over https, and name its https origin.',
        ),
      );
    }
    return { well: describe(allowed), findings };
  },
};

function describe(allowed: readonly string[]): string {
  return allowed.length === 0 ? 'PUBLIC_URL alone' : allowed.join(', ');
}
