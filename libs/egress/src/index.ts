export { createEgress } from './egress.js';
export type { Egress, EgressOptions, SendOptions, UrlJudgement } from './egress.types.js';
export type { NameSource } from './names/name.cache.js';
