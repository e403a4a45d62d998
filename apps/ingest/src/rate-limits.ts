import type { Key } from '@app/persistence';
import { ProblemError } from '@app/service';
import { LRUCache } from 'lru-cache';

/** Calls a second each credential may make of this process; 0 = as many as it likes. */
export type Rates = Readonly<Record<Key['kind'], number>>;

/** Calls a credential may still make, as of a moment (epoch ms). */
interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

/** Of more credentials than this in use at once the least busy ones begin anew, to their advantage. */
const MAX_BUCKETS = 50_000;

const POLICY: Readonly<Record<Key['kind'], string>> = { secret: 'secret', ingest_token: 'token' };

/** Bounds how often a credential is used: a second's worth at once, and then as they come in. */
export class RateLimits {
  readonly #buckets = new LRUCache<string, Bucket>({ max: MAX_BUCKETS });

  constructor(private readonly rates: Rates) {}

  /** Counts a call; throws the 429 of one too many, which says when the next one will be taken. */
  admit({ id, kind }: Pick<Key, 'id' | 'kind'>, nowMs: number): void {
    const rate = this.rates[kind];
    if (rate === 0) return;
    const before = this.#buckets.get(id) ?? { left: rate, atMs: nowMs };
    const left = Math.min(rate, before.left + (Math.max(0, nowMs - before.atMs) / 1000) * rate);
    this.#buckets.set(id, { left: left < 1 ? left : left - 1, atMs: nowMs });
    if (left < 1) throw tooMany(POLICY[kind], rate, Math.ceil((1 - left) / rate));
  }
}

function tooMany(policy: string, rate: number, waitS: number): ProblemError {
  return new ProblemError('rate_limited', `this credential may make ${rate} calls a second`, {
    headers: {
      'retry-after': String(waitS),
      ratelimit: `"${policy}";r=0;t=${waitS}`,
      'ratelimit-policy': `"${policy}";q=${rate};w=1`,
    },
  });
}
