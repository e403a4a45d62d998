import type { EventId, FieldError, SpaceId } from '@app/contracts';
import { eventInput, tooFarAhead } from '@app/contracts';
import { eventIdOf, hashUser, httpDiscriminator } from '@app/identity';
import type { FieldCode } from '@app/service';
import { fieldCode, fieldErrors } from '@app/service';

/** An event as it goes into the topic, with the identity it keeps for ever. */
export interface TakenEvent {
  readonly inboxId: EventId;
  /** Given by the sender, or made here for an event without identity of its own; `null` where uid and time are it. */
  readonly eid: string | null;
  readonly madeEid: string | null;
  /** As given, else the door's clock. */
  readonly occurredAtMs: number;
  /** JSON of the record: the event object, hashed, plus `space_id`. */
  readonly value: string;
  /** What was dropped from the person. */
  readonly warnings: readonly FieldError[];
}

/** An event that cannot be taken, with every wrong field. Pointers lead into the event object. */
export interface RefusedEvent {
  readonly code: FieldCode;
  readonly errors: readonly FieldError[];
}

export const isRefused = (event: TakenEvent | RefusedEvent): event is RefusedEvent => 'code' in event;

/** Where an event comes from, and what the door adds to it. */
export interface IntakeContext {
  readonly spaceId: SpaceId;
  /** The door's clock, epoch ms. */
  readonly nowMs: number;
  readonly mintEid: () => string;
}

const TOO_FAR: RefusedEvent = {
  code: 'invalid_field',
  errors: [{ pointer: '/occurred_at_ms', detail: 'must not be more than 24 h in the future' }],
};

/** Reads an event object, fixes its identity and hashes what is personal. */
export function takeIn(body: unknown, { spaceId, nowMs, mintEid }: IntakeContext): TakenEvent | RefusedEvent {
  const parsed = eventInput.safeParse(body);
  if (!parsed.success) return { code: fieldCode(parsed.error), errors: fieldErrors(parsed.error) };
  const event = parsed.data;
  const occurredAtMs = event.occurred_at_ms ?? nowMs;
  if (tooFarAhead(occurredAtMs, nowMs)) return TOO_FAR;
  const { discriminator, madeEid } = httpDiscriminator(event, mintEid);
  const { user, warnings } = hashUser(event.user);
  return {
    inboxId: eventIdOf(spaceId, event.uid ?? null, event.event, discriminator),
    eid: event.eid ?? madeEid,
    madeEid,
    occurredAtMs,
    value: JSON.stringify({ ...event, user, occurred_at_ms: occurredAtMs, space_id: spaceId }),
    warnings,
  };
}
