import type { Fault, Response } from '@app/contracts';
import type { Dispatcher } from 'undici';

type Controller = Dispatcher.DispatchController;
type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

/** What is kept of a body; the rest is not read. */
const MAX_BODY_BYTES = 16 * 1024;

const NOTHING = Buffer.alloc(0);

/** Why we let go of a connection ourselves; never seen outside, since the exchange has its result by then. */
const DONE_WITH = new Error('the exchange is over');

/** How an exchange ended when no answer came: an error of the transport, or one of the bounds we set. */
export type Ended = { readonly error: unknown } | { readonly lateMs: number } | { readonly stopped: true };

/** What an exchange needs to know from its surroundings. */
export interface ExchangeOptions {
  /** From now to the last byte of the answer, ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Turns an end without an answer into a fault; `sent` = the request had been written, at least in part. */
  readonly explain: (ended: Ended, sent: boolean) => Fault;
}

const plain = (headers: Headers): Record<string, string> => {
  const result: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined) result[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return result;
};

/**
 * One request on undici's dispatch interface, which is the cheapest it has: no stream, no signal, one timer. Settles
 * once, with an answer as soon as a status has come: a body that is too long, too slow or breaks off is cut there.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  #controller: Controller | null = null;
  #status = 0;
  #headers: Record<string, string> = {};
  #chunks: Buffer[] = [];
  #size = 0;
  #complete = false;
  #settled = false;
  readonly #timer: NodeJS.Timeout;
  readonly #options: ExchangeOptions;
  readonly #settle: (answer: Response | Fault) => void;

  constructor(options: ExchangeOptions, settle: (answer: Response | Fault) => void) {
    this.#options = options;
    this.#settle = settle;
    this.#timer = setTimeout(() => this.#giveUp({ lateMs: options.timeoutMs }), options.timeoutMs);
    options.signal?.addEventListener('abort', this.#stop, { once: true });
  }

  /** Called just before the first byte is written: an exchange that is over by then writes none. */
  onRequestStart(controller: Controller): void {
    if (this.#settled) controller.abort(DONE_WITH);
    else this.#controller = controller;
  }

  onResponseStart(_controller: Controller, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = plain(headers);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    const room = MAX_BODY_BYTES - this.#size;
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    this.#size += Math.min(chunk.length, room);
    if (chunk.length <= room) return;
    this.#answer(true);
    controller.abort(DONE_WITH);
  }

  /**
   * The connection is free for another request one turn of the event loop after this. Whoever waits for the answer is
   * likely to send the next at once: told now, it would open a second connection beside the first.
   */
  onResponseEnd(): void {
    this.#complete = true;
    queueMicrotask(() => setImmediate(() => this.#answer(false)));
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#fail({ error });
  }

  readonly #stop = (): void => this.#giveUp({ stopped: true });

  #giveUp(ended: Ended): void {
    this.#fail(ended);
    this.#controller?.abort(DONE_WITH);
  }

  #fail(ended: Ended): void {
    if (this.#status > 0) this.#answer(!this.#complete);
    else this.#end(() => this.#options.explain(ended, this.#controller !== null));
  }

  #answer(truncated: boolean): void {
    // Copied: the chunks are windows onto much larger network buffers.
    this.#end(() => ({
      status: this.#status,
      headers: this.#headers,
      body: this.#size === 0 ? NOTHING : Buffer.concat(this.#chunks, this.#size),
      truncated,
    }));
  }

  #end(result: () => Response | Fault): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener('abort', this.#stop);
    this.#settle(result());
    this.#chunks = [];
  }
}
