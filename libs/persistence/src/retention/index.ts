export { dropBucket, foldCounters, type Dropped } from './drop-bucket.js';
export { forgetRejected } from './forget.js';
