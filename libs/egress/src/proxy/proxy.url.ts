import { hostOf, refuseUrl, type Host } from '../guard/target.judge.js';
import type { AllowList } from '../guard/address.judge.js';

/** A proxy as it will be dialled. Credentials are decoded; `null` = none. */
export interface Proxy {
  readonly scheme: 'http:' | 'https:' | 'socks5:';
  readonly host: Host;
  readonly port: number;
  readonly credentials: { readonly user: string; readonly password: string } | null;
}

const DEFAULT_PORTS = { 'http:': 80, 'https:': 443, 'socks5:': 1080 } as const;
const isScheme = (text: string): text is Proxy['scheme'] => Object.hasOwn(DEFAULT_PORTS, text);

/** Percent-decoding that leaves a stray `%` alone instead of throwing. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** `URL` leaves the host of a scheme it does not know as it was written; a borrowed scheme makes it canonical. */
const canonical = (url: URL): URL | null =>
  url.protocol === 'socks5:' ? URL.parse(url.href.replace('socks5:', 'http:')) : url;

/** Reads a proxy URL and judges its host as far as that shows without resolving it; a text says why it is refused. */
export function parseProxy(text: string, allow: AllowList): Proxy | string {
  const given = URL.parse(text);
  const url = given && canonical(given);
  if (!given || !url) return 'the proxy is not a URL';
  const scheme = given.protocol;
  if (!isScheme(scheme)) return 'the scheme of a proxy is http, https or socks5';
  const host = hostOf(url);
  const refusal = refuseUrl(url, ['http:', 'https:'], host, allow);
  if (refusal !== null) return `proxy: ${refusal}`;
  const named = url.username !== '' || url.password !== '';
  return {
    scheme,
    host,
    // Of the URL as given: the borrowed scheme would swallow its own default port.
    port: given.port === '' ? DEFAULT_PORTS[scheme] : Number(given.port),
    credentials: named ? { user: decode(url.username), password: decode(url.password) } : null,
  };
}
