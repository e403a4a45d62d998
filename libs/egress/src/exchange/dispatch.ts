import type { Fault, Request, Response } from '@app/contracts';
import type { Agent } from 'undici';
import type { SendOptions } from '../egress.types.js';
import { Exchange, type ExchangeOptions } from './exchange.handler.js';

/** Where a request is dispatched to; `path` is an absolute URL where a proxy forwards. */
export interface Dispatched {
  readonly agent: Agent;
  readonly origin: string;
  readonly path: string;
  readonly headers: Request['headers'];
  readonly explain: ExchangeOptions['explain'];
}

/** Puts a request on its way and waits for its end. */
export const dispatch = (
  { agent, origin, path, headers, explain }: Dispatched,
  { method, body }: Request,
  { timeoutMs, signal }: SendOptions,
): Promise<Response | Fault> =>
  new Promise((resolve) => {
    agent.dispatch({ origin, path, method, headers, body }, new Exchange({ timeoutMs, signal, explain }, resolve));
  });
