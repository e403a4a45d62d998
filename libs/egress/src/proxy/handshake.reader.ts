import type { Socket } from 'node:net';
import { ProxyError } from '../exchange/send.errors.js';

/** No greeting of a proxy is longer. */
const MAX_BYTES = 16 * 1024;

/**
 * Reads a proxy's answers off a socket piece by piece and leaves every byte behind them on it. Rejects with
 * `ProxyError` when the proxy ends the connection, talks for ever, or `deadline` (epoch ms) passes.
 */
export class HandshakeReader {
  #held = Buffer.alloc(0);
  #ended: Error | null = null;
  #wake: () => void = () => undefined;
  readonly #timer: NodeJS.Timeout;
  readonly #socket: Socket;

  constructor(socket: Socket, deadline: number) {
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#end('did not answer in time'), Math.max(0, deadline - Date.now()));
    socket.on('readable', this.#onReadable);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onEnd);
    socket.on('error', this.#onError);
  }

  /** The next `count` bytes. */
  async bytes(count: number): Promise<Buffer> {
    return this.#take(() => (this.#held.length >= count ? count : null));
  }

  /** All up to and including the next `mark`. */
  async upTo(mark: string): Promise<Buffer> {
    return this.#take(() => {
      const at = this.#held.indexOf(mark);
      return at < 0 ? null : at + mark.length;
    });
  }

  /** Ends the reading. What came too early goes back onto the socket; its errors are heard by nobody until it is used. */
  release(): void {
    clearTimeout(this.#timer);
    this.#socket.off('readable', this.#onReadable);
    this.#socket.off('end', this.#onEnd);
    this.#socket.off('close', this.#onEnd);
    if (this.#held.length > 0) this.#socket.unshift(this.#held);
  }

  async #take(enough: () => number | null): Promise<Buffer> {
    for (;;) {
      const count = enough();
      if (count !== null) {
        const taken = this.#held.subarray(0, count);
        this.#held = this.#held.subarray(count);
        return taken;
      }
      if (this.#ended) throw this.#ended;
      if (this.#held.length > MAX_BYTES) throw new ProxyError('the proxy answered with more than it should');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #end(what: string): void {
    this.#ended ??= new ProxyError(`the proxy ${what}`);
    this.#wake();
  }

  readonly #onReadable = (): void => {
    for (let chunk: unknown = this.#socket.read(); Buffer.isBuffer(chunk); chunk = this.#socket.read()) {
      this.#held = Buffer.concat([this.#held, chunk]);
    }
    this.#wake();
  };

  readonly #onEnd = (): void => this.#end('closed the connection');
  readonly #onError = (error: Error): void => this.#end(`broke off: ${error.message}`);
}
