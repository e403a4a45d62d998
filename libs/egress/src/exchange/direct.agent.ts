import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { AGENT_OPTIONS, CONNECT_TIMEOUT_MS, NEXT_ADDRESS_MS } from './agent.options.js';

/** Keep-alive pools, one an origin, that dial what the lookup hands out. An origin nobody calls takes its pool along. */
export const directAgent = (lookup: LookupFunction): Agent =>
  new Agent({
    ...AGENT_OPTIONS,
    connect: { lookup, timeout: CONNECT_TIMEOUT_MS, autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS },
  });
