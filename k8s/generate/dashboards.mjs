import { overview } from './dashboards/overview.mjs';
import { destinations } from './dashboards/destinations.mjs';
import { pipeline } from './dashboards/pipeline.mjs';
import { runtime } from './dashboards/runtime.mjs';

/** Name → dashboard. */
export const dashboards = { overview, destinations, pipeline, runtime };
