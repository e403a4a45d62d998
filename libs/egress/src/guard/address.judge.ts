import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [Address, number];

/** What the IPv4 registry of special purposes does not name: the platform address of Azure's hosts. */
const DENIED_V4: readonly Network[] = [ipaddr.parseCIDR('168.63.129.16/32')];

/** All that is routed of IPv6 lies here … */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** … but for what the IANA registry of special purposes takes out of it. */
const DENIED_V6: readonly Network[] = [
  // IETF protocol assignments: Teredo, benchmarking, ORCHID and more
  '2001::/23',
  // documentation
  '2001:db8::/32',
  '3fff::/20',
  // 6to4: an IPv4 address of any kind hides in it
  '2002::/16',
  // AS112
  '2620:4f:8000::/48',
].map((cidr) => ipaddr.IPv6.parseCIDR(cidr));

/** NAT64's well-known prefix: the last 32 bits are the IPv4 address really dialled. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

const within = (address: Address, networks: readonly Network[]): boolean =>
  networks.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));

const lastFourBytes = (address: ipaddr.IPv6): ipaddr.IPv4 => new ipaddr.IPv4(address.toByteArray().slice(12));

/** ISATAP (RFC 5214): an interface identifier of 0:5efe or 200:5efe before an IPv4 address. */
const isIsatap = ({ parts }: ipaddr.IPv6): boolean => (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe;

const isPublicV4 = (address: ipaddr.IPv4): boolean => address.range() === 'unicast' && !within(address, DENIED_V4);

const isPublicV6 = (address: ipaddr.IPv6): boolean => {
  if (address.match(NAT64)) return isPublicV4(lastFourBytes(address));
  if (!address.match(GLOBAL_V6) || within(address, DENIED_V6)) return false;
  return !isIsatap(address) || isPublicV4(lastFourBytes(address));
};

/** `null` for what is no canonical IP text; a zone (`fe80::1%eth0`) makes it none. */
const parse = (text: string): Address | null =>
  ipaddr.IPv4.isValidFourPartDecimal(text)
    ? ipaddr.IPv4.parse(text)
    : text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text)
      ? ipaddr.process(text)
      : null;

/** Networks an operator has opened. */
export interface AllowList {
  /** Nothing is opened. */
  readonly empty: boolean;
  covers(address: string): boolean;
}

/** Reads CIDRs (`10.0.0.0/8`, `::1/128`). Throws, naming the entry, when one is none: the start is to be refused. */
export function parseAllowList(cidrs: readonly string[]): AllowList {
  const networks = cidrs.map((cidr): Network => {
    const [address = ''] = cidr.split('/');
    if (parse(address) === null || !ipaddr.isValidCIDR(cidr)) throw new Error(`not a CIDR: ${JSON.stringify(cidr)}`);
    return ipaddr.parseCIDR(cidr);
  });
  return {
    empty: networks.length === 0,
    covers(text) {
      const address = parse(text);
      return address !== null && (within(address, networks) || within(ipaddr.parse(text), networks));
    },
  };
}

/**
 * Whether an IP address is routed on the public internet: any other could be a machine of ours, of a neighbour in the
 * cluster, or a cloud's metadata. Embedded IPv4 (mapped, NAT64, ISATAP) is judged as what it stands for. What is no
 * canonical IP text is not public.
 */
export const isPublic = (text: string): boolean => {
  const address = parse(text);
  if (address === null) return false;
  return address instanceof ipaddr.IPv4 ? isPublicV4(address) : isPublicV6(address);
};
