export { createEgress } from './egress.js';
export type { Egress, EgressOptions, SendOptions, UrlJudgement } from './egress.types.js';
export type { NameSource } from './names/name.cache.js';
export { maskText, requestSnapshot, responseSnapshot } from './shown/snapshot.js';
export { secretValues } from './shown/secret.values.js';
