export { deliveryIdOf, eventIdOf } from './event-id.js';
export { httpDiscriminator, kafkaDiscriminator } from './discriminator.js';
export type { Identifying, RecordPosition } from './discriminator.js';
export { credentialKind, hashKey, mintKey, mintUid, sameSecret } from './credential.js';
export type { CredentialKind } from './credential.js';
export { hashUser } from './person/hash-user.js';
export type { HashedUser } from './person/hash-user.js';
export type { HashedField } from './person/normalise.js';
export { maskPersonal, maskValue } from './person/mask-personal.js';
