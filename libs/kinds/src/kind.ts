import type {
  Canonical,
  DeliveryTask,
  DestinationEffect,
  EventMap,
  Fault,
  Kind as KindName,
  Reason,
  Request,
  Response,
  Verdict,
} from '@app/contracts';
import type { z } from 'zod';
import type { FormField, Preset } from './form.js';

/** A task that must not be sent, decided without a call: it is dead for `reason`. `detail` is for people. */
export interface Refusal {
  readonly task: DeliveryTask;
  readonly reason: Reason;
  readonly detail: string;
}

/** A hint for people about one task, such as a missing identifier; it changes nothing. */
export interface Warning {
  readonly task: DeliveryTask;
  readonly text: string;
}

/** What a batch of tasks comes to: one request that carries all tasks not refused, in the order given. */
export interface Rendered {
  /** `null` exactly when every task was refused. */
  readonly request: Request | null;
  readonly refused: readonly Refusal[];
  /** About tasks that were not refused. */
  readonly warnings?: readonly Warning[];
}

/** A verdict with what exactly was seen, for people, without secrets. */
export type Judged = Verdict & { readonly detail?: string };

/** What an answer means. */
export interface Judgement {
  /** One verdict a task, in the order given; `split`: send the halves separately, no attempt is burned by this one. */
  readonly each: readonly Judged[] | 'split';
  readonly destination?: DestinationEffect;
  /** What the receiver said that an operator should hear of. */
  readonly warnings?: readonly string[];
}

/** Bounds that follow from the receiver's own rules. */
export interface KindLimits<Config> {
  /** Most tasks one request may carry; at least 1. A batch shares destination and configuration. */
  batchMax(config: Config): number;
  /** Events older than this are refused by the receiver; `null` = no such bound. */
  readonly maxAgeMs: number | null;
  /** How long the receiver recognises a repeated `event_id`; `null` = for ever, by contract with the receiver. */
  readonly dedupWindowMs: number | null;
}

/** Secrets the product makes itself: made at creation unless the person brings one, renewed with overlap. */
export interface Signing<Config> {
  /** The configuration with a signing secret in it; the one it has stays. `secret` is shown once, `null` if it had one. */
  issue(config: Config): { readonly config: Config; readonly secret: string | null };
  /** A new secret in front; the old one keeps signing until `now + overlapMs`. Epoch ms. */
  rotate(config: Config, now: number, overlapMs: number): { readonly config: Config; readonly secret: string };
}

/**
 * What is known of a kind without calling anybody: what a person fills in, and the rules of its receiver. `Config` is in
 * clear; who stores or shows it follows `secrets`.
 */
export interface KindProfile<Config = unknown> {
  readonly kind: KindName;
  /** Parses a destination's `config` as the API takes it and as it is kept. Unknown keys are refused. */
  readonly config: z.ZodType<Config>;
  /** Where in `config` secrets lie: key paths with `*` for any key or index, such as `headers.*`. */
  readonly secrets: readonly string[];
  readonly limits: KindLimits<Config>;
  /** The form as data: the console draws it, in this order. */
  readonly fields: readonly FormField[];
  readonly presets: readonly Preset[];
  /** Event map of a new destination. */
  readonly eventMap: EventMap & Readonly<Record<Canonical, string>>;
  readonly signing?: Signing<Config>;
  /** What of a valid configuration may still be wrong, for people. */
  hints?(config: Config): readonly string[];
}

/**
 * One kind of destination: how a task becomes a request, and what its answer means. Pure: no I/O, no clock of its own
 * (`now` is epoch ms), the same input gives the same bytes.
 */
export interface Kind<Config = unknown> extends KindProfile<Config> {
  /** Given at least one and at most `batchMax` tasks of one destination. Never throws for what a task may hold. */
  render(tasks: readonly DeliveryTask[], config: Config, now: number): Rendered;
  /** Given the tasks that went out (those not refused) and what came back. Total: every status and fault has a verdict. */
  judge(tasks: readonly DeliveryTask[], config: Config, answer: Response | Fault, now: number): Judgement;
}
