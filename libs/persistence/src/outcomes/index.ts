export type { Decision, DeliveryChange, DeliveryState, NewAttempt } from './delivery.rows.js';
export { lockDeliveries, updateDeliveries } from './deliveries.js';
export { insertAttempts } from './attempts.js';
export {
  lockDestinationStates,
  updateDestinationStates,
  type DestinationState,
  type LockedDestinationState,
} from './destination-states.js';
export { finishTests, type TestResult } from './test-results.js';
export { insertRejected, type NewRejection, type RecordPosition } from './rejected.js';
