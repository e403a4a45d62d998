export { aClick, aDeliveryTask, anOutcome } from './records.js';
export { disordered, outcomeHistories } from './outcome.histories.js';
