import { isIPv6, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { BlockedAddressError, NameError } from '../exchange/send.errors.js';
import type { ResolveName } from '../names/name.cache.js';
import type { AllowList } from './address.judge.js';
import { hostOf, refuseAddress, type Host } from './target.judge.js';

/**
 * Addresses of a host that may all be dialled. Throws `BlockedAddressError` when even one may not, since what a name
 * says next is not ours to choose; `NameError` when it has none.
 */
export async function judgedAddresses(host: Host, resolve: ResolveName, allow: AllowList): Promise<readonly string[]> {
  const resolution = await resolve(host.name);
  if ('failed' in resolution) throw new NameError(`${host.name} does not resolve: ${resolution.failed}`);
  for (const address of resolution.addresses) {
    const refusal = refuseAddress(address, host, allow);
    if (refusal !== null) throw new BlockedAddressError(refusal);
  }
  return resolution.addresses;
}

/**
 * A `lookup` for sockets that hands out judged addresses only: the socket connects to exactly what was judged, so a name
 * that changes its mind in between changes nothing. Sockets ask it for names; literals are judged before.
 */
export const guardedLookup = (resolve: ResolveName, allow: AllowList): LookupFunction => {
  const judged = callbackify((hostname: string) => judgedAddresses(hostOf({ hostname }), resolve, allow));
  return (hostname, options, callback) => {
    judged(hostname, (error, addresses) => {
      if (error) return callback(error, []);
      const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
      if (options.all === true) return callback(null, found);
      return callback(null, found[0]?.address ?? '', found[0]?.family);
    });
  };
};
