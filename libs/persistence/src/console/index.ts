export {
  insertToken,
  listTokens,
  revokeToken,
  useToken,
  type NewToken,
  type Role,
  type TokenRow,
} from './api-tokens.js';
export { insertAudit, listAudit, type AuditPage, type AuditRow } from './audit.js';
export {
  insertSpace,
  listSpaces,
  missingSpaces,
  readSpace,
  updateSpace,
  type SpaceFields,
  type SpaceRow,
} from './spaces.js';
export {
  dropPreviousKey,
  insertKey,
  listKeys,
  retireKeys,
  type KeyKind,
  type KeyPair,
  type NewKey,
} from './space-keys.js';
export {
  deleteDestination,
  insertDestination,
  listDestinations,
  readDestination,
  readDestinations,
  unknownLinks,
  updateDestination,
  type DestinationFields,
  type DestinationQuery,
  type DestinationRow,
} from './destinations.js';
export { pauseDestination, resumeDestination } from './destination-pause.js';
export { insertRevision, listRevisions, readRevisionsAt, type RevisionRow } from './destination-revisions.js';
export { readEnded, readNextDue, readOldestOpen, readOpenRows, type EndStatus, type OpenRows } from './health.js';
export { readObserved, type ObservedDestination } from './observed.js';
export {
  DELIVERY_STATUSES,
  type DeliveryFilter,
  type DeliveryPage,
  type DeliveryPosition,
  type DeliveryStatus,
  type ListedDelivery,
} from './listed-delivery.js';
export { countDeliveries, locateDeliveries, readDeliveriesOfDay, type DeliveryKeys } from './deliveries.js';
export { readDeliveryDays, type DeliveryDay } from './delivery-days.js';
export { readAttempts, type AttemptRow } from './attempts.js';
export { discardDelivery, discardOpen, lockDelivery, type ActedDelivery } from './delivery-actions.js';
export {
  readKeptDays,
  readEvent,
  readEvents,
  readFates,
  type DeliveryFate,
  type EventFilter,
  type ListedEvent,
  type StoredEvent,
} from './events.js';
export {
  deleteLink,
  insertLink,
  listLinks,
  readLink,
  updateLink,
  type LinkFields,
  type LinkKey,
  type LinkRow,
} from './links.js';
export { readClick } from './clicks.js';
export { readDeadLetters, type DeadLetterGroup } from './dead-letters.js';
export { listRejected, readRejected, type RejectedPage, type RejectedRow } from './rejected.js';
export { findUser, hasUsers, insertAdmin, type UserRow } from './users.js';
export { deleteSession, insertSession, useSession, type SessionRow } from './sessions.js';
