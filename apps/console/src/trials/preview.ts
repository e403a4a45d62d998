import { randomUUID } from 'node:crypto';
import { deliveryId, type Reason } from '@app/contracts';
import { requestSnapshot, secretValues } from '@app/egress';
import { matchEvent, type Kind } from '@app/kinds';
import type { z } from 'zod';
import { shownRequest } from '../deliveries/delivery.view.js';
import type { PreviewDraft } from '../destinations/kind-book.js';
import { trialTask, type TrialDestination, type TrialEvent } from './trial.task.js';
import type { previewAnswer } from './trial.routes.js';

/** What a destination that is not saved yet would be sent of an event, its config judged and in clear. */
export function preview(
  kind: Kind,
  draft: Pick<PreviewDraft, 'event_map' | 'filter' | 'currency_map'> & Pick<TrialDestination, 'id' | 'space_id'>,
  config: unknown,
  event: TrialEvent,
  now: number,
): z.input<typeof previewAnswer> {
  const hints = kind.hints?.(config) ?? [];
  const shown = { inbox_id: event.isSample ? null : event.inboxId, canonical: event.canonical };
  const facts = { ...event, link: event.click?.link ?? null, country: event.click?.country ?? null };
  const match = matchEvent(facts, { ...draft, enabled: true });
  if (!match.send && match.why !== 'off') {
    return {
      ...shown,
      refusal: { reason: match.why, detail: whyNot[match.why](event.canonical) },
      warnings: [...hints],
    };
  }
  const destination = { ...draft, kind: kind.kind, revision: 0 };
  const task = trialTask(event, destination, deliveryId.parse(randomUUID()), now);
  const { request, refused, warnings = [] } = kind.render([task], config, now);
  const told = [...hints, ...warnings.map(({ text }) => text)];
  if (request) {
    const masked = requestSnapshot(request, secretValues(config, kind.secrets));
    return { ...shown, request: shownRequest(masked), warnings: told };
  }
  const [refusal] = refused;
  if (!refusal) throw new Error(`kind ${kind.kind} rendered neither a request nor a refusal`);
  return { ...shown, refusal: { reason: refusal.reason, detail: refusal.detail }, warnings: told };
}

const whyNot = {
  unmapped: (canonical: string) => `The destination has no name for ${canonical}.`,
  filtered: () => "The destination's filter refuses this event.",
} satisfies Partial<Record<Reason, (canonical: string) => string>>;
