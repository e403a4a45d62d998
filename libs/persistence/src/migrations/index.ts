import { Configuration1764028800001 } from './1764028800001-configuration.js';
import { Events1764028800002 } from './1764028800002-events.js';
import { People1764028800003 } from './1764028800003-people.js';
import { Links1764028800004 } from './1764028800004-links.js';
import { Jobs1764028800005 } from './1764028800005-jobs.js';
import { Days1764028800006 } from './1764028800006-days.js';

/** Every migration, oldest first. A new one is appended here; one that has run anywhere is never changed. */
export const MIGRATIONS = [
  Configuration1764028800001,
  Events1764028800002,
  People1764028800003,
  Links1764028800004,
  Jobs1764028800005,
  Days1764028800006,
];
