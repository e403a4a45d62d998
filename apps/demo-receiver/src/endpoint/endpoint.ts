import type { IncomingHttpHeaders } from 'node:http';
import type { Knobs } from '../control/knobs.js';

/** What an endpoint stands in for. */
export type EndpointKind = 'webhook' | 'graph' | 'tracker';

/** Whether a signature was good; `unchecked` where the receiver was told no secret, or there is nothing to sign. */
export type Signed = 'good' | 'bad' | 'unchecked';

/** A request that has come in whole. */
export interface Arrival {
  readonly at_ms: number;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One request, read the way the endpoint reads it. */
export interface Visit {
  /** Ids of the deliveries it carries; empty where it names none. */
  readonly ids: readonly string[];
  readonly signature: Signed;
  /** The endpoint's own answer, with the knobs in force; from 400 on it is its own refusal. */
  answer(knobs: Knobs): Answer;
}

/** A kind of endpoint: how it reads a request and what it answers when nothing keeps it from answering. */
export interface Endpoint {
  readonly kind: EndpointKind;
  /** Knobs this request asks for by itself. */
  knobsOf(arrival: Arrival): Knobs;
  visit(arrival: Arrival, knobs: Knobs): Visit;
}
