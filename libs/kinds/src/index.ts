import type { Kind as KindName } from '@app/contracts';
import { fbCapi, fbCapiProfile } from './fb-capi/fb-capi.kind.js';
import type { Kind, KindProfile } from './kind.js';
import { s2sPostback } from './s2s-postback/s2s-postback.kind.js';
import { webhook } from './webhook/webhook.kind.js';

export type { FormField, Preset } from './form.js';
export type { Judged, Judgement, Kind, KindLimits, KindProfile, Refusal, Rendered, Signing, Warning } from './kind.js';
export type { FbCapiConfig } from './fb-capi/config.js';
export type { S2sPostbackConfig } from './s2s-postback/config.js';
export type { WebhookConfig } from './webhook/config.js';
export { matchEvent, type Match, type MatchFacts } from './event-match.js';
export { matchStored, wantsAll } from './stored-match.js';
export { fbCapi, s2sPostback, webhook };

/** What is known of every kind, by name. */
export const kinds: Readonly<Record<KindName, KindProfile>> = {
  fb_capi: fbCapiProfile,
  webhook,
  s2s_postback: s2sPostback,
};

/** Where receivers of this installation are that no destination names itself. */
export interface Surroundings {
  /** Base URL of Meta's Graph API, without version and without a slash at its end. */
  readonly graphUrl: string;
}

/** Every kind, by name, ready to render and judge in an installation. */
export const kindsIn = ({ graphUrl }: Surroundings): Readonly<Record<KindName, Kind>> => ({
  fb_capi: fbCapi(graphUrl),
  webhook,
  s2s_postback: s2sPostback,
});
