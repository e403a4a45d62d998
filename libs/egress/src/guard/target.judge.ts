import { isIP } from 'node:net';
import { isPublic, type AllowList } from './address.judge.js';

/** Names that mean this machine, this network or a cloud's inside, whatever they resolve to. */
const INSIDE_NAME = /(?:^|\.)(?:localhost|local|internal)$/;

/** Ports of other protocols that can be spoken to by accident: the list of the Fetch standard ("bad port"). */
const BAD_PORTS = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

const ENDPOINT_SCHEMES = ['http:', 'https:'];

/** A host as it will be dialled. */
export interface Host {
  /** IP literals without brackets; names in lower case, as they were given. */
  readonly name: string;
  readonly literal: boolean;
  /** `localhost`, `*.local` and their like: only what the allow-list covers may be dialled. */
  readonly inside: boolean;
}

/** The host of a parsed URL: `URL` has already turned every odd spelling of an IPv4 address into the usual one. */
export const hostOf = ({ hostname }: Pick<URL, 'hostname'>): Host => {
  const name = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return { name, literal: isIP(name) !== 0, inside: INSIDE_NAME.test(name.replace(/\.$/, '')) };
};

/** Why an address of this host must not be dialled; `null` when it may. */
export const refuseAddress = (address: string, host: Host, allow: AllowList): string | null => {
  if (allow.covers(address)) return null;
  if (host.inside) return `${host.name} is a name of the inside and resolves to ${address}`;
  if (isPublic(address)) return null;
  return host.literal
    ? `${address} is not a public address`
    : `${host.name} resolves to ${address}, not a public address`;
};

/** Why a URL must not be called, as far as that shows without resolving its name; `null` when nothing speaks against it. */
export const refuseUrl = (url: URL, schemes: readonly string[], host: Host, allow: AllowList): string | null => {
  if (!schemes.includes(url.protocol)) return `scheme ${url.protocol} is not one of ${schemes.join(' ')}`;
  if (host.name === '') return 'there is no host';
  if (BAD_PORTS.has(Number(url.port))) return `port ${url.port} belongs to another protocol`;
  if (host.literal) return refuseAddress(host.name, host, allow);
  return host.inside && allow.empty ? `${host.name} is a name of the inside` : null;
};

/** A URL that may be called as far as it shows by itself. */
export interface Target {
  readonly url: URL;
  readonly host: Host;
}

/** Reads and judges the URL of an endpoint; a text says why it is refused. */
export function parseTarget(text: string, allow: AllowList): Target | string {
  const url = URL.parse(text);
  if (url === null) return 'not a URL';
  if (url.username !== '' || url.password !== '') return 'credentials in the URL';
  const host = hostOf(url);
  return refuseUrl(url, ENDPOINT_SCHEMES, host, allow) ?? { url, host };
}
