import { lookup, Resolver } from 'node:dns/promises';
import { codeOf } from '../exchange/error-code.js';
import { hostsFile } from './hosts-file.js';
import { concurrencyLimit } from './concurrency.limit.js';
import type { NameSource } from './name.cache.js';

/** A DNS server that stays silent is asked twice, 1.2 s and then a little longer. */
const DNS_TIMEOUT_MS = 1200;
const DNS_TRIES = 2;

/** How long the answer for one family waits for the other's (RFC 8305 §3 has 50 ms; a resolver may be a hop away). */
const FAMILY_WAIT_MS = 150;

/** `getaddrinfo` occupies one of libuv's four threads for as long as it takes: at most this many at a time. */
const MAX_GETADDRINFO = 2;

/** Where to look; the machine's own configuration where nothing is said. */
export interface SystemNamesOptions {
  readonly hostsPath?: string;
  /** DNS servers, `address:port`. */
  readonly servers?: readonly string[];
}

const isLocalhost = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost');

/** What the first family to be found and, within a short wait, the other one say; rejects when neither has any. */
async function bothFamilies(four: Promise<string[]>, six: Promise<string[]>): Promise<string[]> {
  await Promise.any([four, six]).catch((error: unknown) => {
    const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
    throw errors.find((one) => codeOf(one) === 'ETIMEOUT') ?? errors[0];
  });
  const nothing = (): string[] => [];
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<string[]>((resolve) => {
    timer = setTimeout(resolve, FAMILY_WAIT_MS, []);
  });
  const [found4, found6] = await Promise.all([four, six].map((one) => Promise.race([one.catch(nothing), enough])));
  clearTimeout(timer);
  return [...(found4 ?? []), ...(found6 ?? [])];
}

/**
 * Names as the machine knows them, IPv4 first. `localhost` and what ends so is the loopback by definition (RFC 6761);
 * then the hosts file; then DNS by Node's own asynchronous client, so that a server that stays silent occupies no
 * thread; and only for a name DNS does not know, `getaddrinfo`, which also tries search domains and whatever else the
 * machine has configured.
 */
export function systemNames({ hostsPath = '/etc/hosts', servers }: SystemNamesOptions = {}): NameSource {
  const hosts = hostsFile(hostsPath);
  const getaddrinfo = concurrencyLimit(MAX_GETADDRINFO);
  const newResolver = (): Resolver => {
    const fresh = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: DNS_TRIES });
    if (servers) fresh.setServers(servers);
    return fresh;
  };
  let resolver = newResolver();

  const ask = async (name: string): Promise<readonly string[]> => {
    if (isLocalhost(name)) return ['127.0.0.1', '::1'];
    const written = hosts(name);
    if (written.length > 0) return written;
    try {
      return await bothFamilies(resolver.resolve4(name), resolver.resolve6(name));
    } catch (error) {
      const code = codeOf(error);
      // The servers may have changed: a new resolver reads the machine's configuration again.
      if (code === 'ETIMEOUT') resolver = newResolver();
      if (code === 'ETIMEOUT' || code === 'ECANCELLED') throw error;
      const found = await getaddrinfo(() => lookup(name, { all: true, order: 'ipv4first' }));
      return found.map(({ address }) => address);
    }
  };
  return Object.assign(ask, { close: () => resolver.cancel() });
}
