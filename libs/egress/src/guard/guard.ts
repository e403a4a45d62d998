import type { LookupFunction } from 'node:net';
import { BlockedAddressError, NameError } from '../exchange/send.errors.js';
import type { UrlJudgement } from '../egress.types.js';
import type { ResolveName } from '../names/name.cache.js';
import type { AllowList } from './address.judge.js';
import { guardedLookup, judgedAddresses } from './guarded.lookup.js';
import type { Host } from './target.judge.js';

/** The address guard of one egress: what may be dialled, and what names mean. */
export interface Guard {
  readonly allow: AllowList;
  /** For sockets: judged addresses only. */
  readonly lookup: LookupFunction;
  /** Addresses of a name, all judged; throws `BlockedAddressError` or `NameError`. */
  addresses(host: Host): Promise<readonly string[]>;
  /**
   * What is to be said, at save, of a host whose URL is in order: a name that does not resolve is only warned about,
   * since it may come to, unless it is a name of the inside.
   */
  judgeHost(host: Host): Promise<UrlJudgement>;
}

/** Sets up a guard over an allow-list and a way to resolve names. */
export const createGuard = (allow: AllowList, resolve: ResolveName): Guard => ({
  allow,
  lookup: guardedLookup(resolve, allow),
  addresses: (host) => judgedAddresses(host, resolve, allow),
  async judgeHost(host) {
    if (host.literal) return { judgement: 'ok' };
    try {
      await judgedAddresses(host, resolve, allow);
      return { judgement: 'ok' };
    } catch (error) {
      if (error instanceof BlockedAddressError) return { judgement: 'refused', detail: error.message };
      if (!(error instanceof NameError)) throw error;
      return { judgement: host.inside ? 'refused' : 'warning', detail: error.message };
    }
  },
});
