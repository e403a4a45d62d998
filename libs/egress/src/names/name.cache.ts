import { LRUCache } from 'lru-cache';
import { codeOf, messageOf } from '../exchange/error-code.js';

/** Asks for all addresses of a name (no trailing dot, lower case); rejects when there are none to be had. */
export interface NameSource {
  (name: string): Promise<readonly string[]>;
  /** Gives up what is being asked, so that the process can end. */
  close?(): void;
}

/** What is known of a name: its addresses, at least one; or why there are none. */
export type Resolution = { readonly addresses: readonly string[] } | { readonly failed: string };

/** How long and how much is remembered. */
export interface NameCacheOptions {
  readonly source: NameSource;
  /** The longest a caller waits for an answer, ms. */
  readonly timeoutMs: number;
  /** Monotonic ms; for tests. */
  readonly now?: () => number;
}

/** Short enough for a failover by DNS to be noticed, long enough for a burst of new connections to ask once. */
const FOUND_MS = 30_000;
const FAILED_MS = 2_000;
const MAX_NAMES = 10_000;

const failed = (error: unknown): Resolution => ({ failed: codeOf(error) || messageOf(error) });

/**
 * Resolves names through a source, at most one question a name at a time however many ask and however long it takes:
 * a name whose server never answers costs its own callers `timeoutMs` and nobody else anything.
 */
export function nameCache({ source, timeoutMs, now = () => performance.now() }: NameCacheOptions) {
  const known = new LRUCache<string, Resolution>({ max: MAX_NAMES, perf: { now }, ttlResolution: 0 });
  const asked = new Map<string, Promise<Resolution>>();

  const remember = (name: string, resolution: Resolution): Resolution => {
    known.set(name, resolution, { ttl: 'addresses' in resolution ? FOUND_MS : FAILED_MS });
    return resolution;
  };

  const question = async (name: string): Promise<Resolution> => {
    try {
      const addresses = await Promise.resolve(name).then(source);
      return remember(name, addresses.length > 0 ? { addresses } : { failed: 'no address' });
    } catch (error) {
      return remember(name, failed(error));
    } finally {
      asked.delete(name);
    }
  };

  const ask = (name: string): Promise<Resolution> => {
    const answer = question(name);
    return new Promise((resolve) => {
      const late: Resolution = { failed: `no answer within ${timeoutMs} ms` };
      const timer = setTimeout(resolve, timeoutMs, late);
      void answer.then((resolution) => {
        clearTimeout(timer);
        resolve(resolution);
      });
    });
  };

  return (given: string): Promise<Resolution> => {
    const name = given.replace(/\.$/, '');
    const remembered = known.get(name);
    if (remembered) return Promise.resolve(remembered);
    // Kept until the source itself is done, so that a late question is not asked again beside itself.
    const running = asked.get(name) ?? ask(name);
    asked.set(name, running);
    return running;
  };
}

/** Never rejects. */
export type ResolveName = ReturnType<typeof nameCache>;
