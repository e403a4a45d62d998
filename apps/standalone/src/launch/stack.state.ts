import { metricsOf, type RunningService, type StandaloneState } from '../settings/state.file.js';
import type { Stack } from '../stack.js';

/** What the state file says of a stack, and of the instances that joined it, at this moment. */
export const stateOf = (
  stack: Stack,
  { admin, space }: Pick<StandaloneState, 'admin' | 'space'>,
  { demo, joined }: { readonly demo: boolean; readonly joined: readonly RunningService[] },
): StandaloneState => {
  const { urls, kafka, postgres } = stack;
  const services = [...stack.running(), ...joined];
  return {
    ingest: urls.ingest,
    console: urls.console,
    ...(demo ? { receiver: urls.receiver } : {}),
    kafka: kafka.brokers.join(','),
    postgres: postgres.url,
    metrics: metricsOf(services),
    services,
    admin,
    space,
  };
};
