import type { Fault, Request, Response } from '@app/contracts';
import type { NameSource } from './names/name.cache.js';

/** How an egress is set up. */
export interface EgressOptions {
  /** CIDRs of networks that are opened although they are not public; none by default. */
  readonly allow: readonly string[];
  /** The longest a name may take to resolve, ms; 4,000 if not given. */
  readonly nameTimeoutMs?: number;
  /** Resolves names; the machine's own way if not given. */
  readonly names?: NameSource;
  /** Hears of transport errors nobody has named yet; each was answered as `internal_error` all the same. */
  readonly onUnexpected?: (error: unknown) => void;
}

/** How one request is sent. */
export interface SendOptions {
  /** From now to the last byte of the answer, ms. */
  readonly timeoutMs: number;
  /** `http:`, `https:` or `socks5:` URL, with credentials if it wants any. */
  readonly proxyUrl?: string | null;
  /** Gives the request up: `internal_error`, which says whether it may have arrived. */
  readonly signal?: AbortSignal;
}

/** What speaks for or against a URL before anything is sent to it. `detail` is for people. */
export type UrlJudgement =
  | { readonly judgement: 'ok' }
  | { readonly judgement: 'warning'; readonly detail: string }
  | { readonly judgement: 'refused'; readonly detail: string };

/** The HTTP door: all requests to addresses that somebody else has chosen leave here. */
export interface Egress {
  /**
   * Sends exactly this request, once, and never follows a redirect. Resolves with the answer, whatever its status, or
   * with the fault that kept it from coming; never rejects.
   */
  send(request: Request, options: SendOptions): Promise<Response | Fault>;
  /**
   * Judges the URL of an endpoint as it would be at a send: `refused` names the reason, a name that does not resolve now
   * is a `warning`.
   */
  judgeUrl(url: string): Promise<UrlJudgement>;
  /** Judges the URL of a proxy likewise. */
  judgeProxyUrl(url: string): Promise<UrlJudgement>;
  /** Ends the connections once what is under way has ended, which its deadlines bound. */
  close(): Promise<void>;
}
