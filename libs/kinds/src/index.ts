import type { Kind as KindName } from '@app/contracts';
import type { Kind } from './kind.js';
import { webhook } from './webhook/webhook.kind.js';

export type { FormField, Preset } from './form.js';
export type { Judged, Judgement, Kind, KindLimits, Refusal, Rendered, Signing } from './kind.js';
export type { WebhookConfig } from './webhook/config.js';
export { matchEvent, type Match, type MatchFacts } from './event-match.js';
export { webhook };

/** The kinds that can deliver, by name. A kind of contracts that is not here cannot be chosen yet. */
export const kinds: Readonly<Partial<Record<KindName, Kind>>> = { webhook };
