const mapped = 0xffff;

/**
 * What an address counts by: IPv4 as it is, also where it is wrapped in IPv6, and IPv6 by its /64, which is what one
 * household or one server gets and can move about in freely. Anything else stands for itself.
 */
export function networkOf(address: string): string {
  const groups = address.includes(':') ? parseIpv6(address) : undefined;
  if (!groups) return address;
  return embeddedIpv4(groups) ?? `${groups.slice(0, 4).map(hex).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, with or without a zone. */
function parseIpv6(address: string): number[] | undefined {
  const text = `http://[${address.replace(/%.*$/, '')}]`;
  if (!URL.canParse(text)) return undefined;
  // The canonical form: hexadecimal throughout, with at most one `::`.
  const [head = '', tail] = new URL(text).hostname.slice(1, -1).split('::', 2);
  const groupsOf = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return groupsOf(head);
  const [first, last] = [groupsOf(head), groupsOf(tail)];
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}

/** IPv4-mapped addresses (RFC 4291, section 2.5.5.2), and those that a NAT64 makes (RFC 6052, section 2.1). */
function embeddedIpv4(groups: readonly number[]): string | undefined {
  const prefix = groups.slice(0, 6).map(hex).join(':');
  if (prefix !== `0:0:0:0:0:${hex(mapped)}` && prefix !== '64:ff9b:0:0:0:0') return undefined;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function hex(group: number): string {
  return group.toString(16);
}
