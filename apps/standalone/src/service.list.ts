/** The services of the product that `npm start` runs, in the order they are listed. */
export const SERVICES = ['ingest', 'fanout', 'fb-capi', 'webhook', 's2s-postback', 'recorder', 'console'] as const;

/** The stand-in for the places events are delivered to; part of a stack with the demo. */
export const RECEIVER = 'demo-receiver';

export type ServiceName = (typeof SERVICES)[number] | typeof RECEIVER;

export const isServiceName = (name: string | undefined): name is ServiceName =>
  [...SERVICES, RECEIVER].some((known) => known === name);
