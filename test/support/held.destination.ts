import { destinationId } from '@app/contracts';
import { silentLogger } from '@app/observability/testing';
import { ConfigurationCache, OpenedDestinations } from '@app/persistence';
import type { ConsoleStand } from './console.stand.js';

/** A destination as the pipeline would hold it, and open it; `undefined` where it is deleted. */
export async function heldDestination({ database, box }: ConsoleStand, id: string) {
  const cache = new ConfigurationCache({ database, log: silentLogger() });
  await cache.refresh();
  const destination = cache.destination(destinationId.parse(id));
  return destination && { destination, opened: new OpenedDestinations(box).open(destination) };
}
