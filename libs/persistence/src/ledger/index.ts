export {
  readDayCounters,
  readDoor,
  readForsaken,
  readMatched,
  readOwners,
  recountDay,
  seeOneMoment,
  type DayCounter,
  type RecountedGroup,
} from './sums.js';
export { readLedger, writeLedger } from './report.js';
