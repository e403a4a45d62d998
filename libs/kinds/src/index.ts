export type { FormField, Preset } from './form.js';
export type { Judged, Judgement, Kind, KindLimits, Refusal, Rendered, Signing } from './kind.js';
