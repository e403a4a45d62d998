import { call, Problem } from '../api/call.js';
import type { DeliverySearch } from '../pages/deliveries/search.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const unlessMissing = (error: unknown): null => {
  if (error instanceof Problem && (error.status === 404 || error.status === 422)) return null;
  throw error;
};

async function byUuid(space: string, id: string): Promise<DeliverySearch | null> {
  const delivery = await call('GET /api/spaces/:space/deliveries/:event_id', { params: { space, event_id: id } }).catch(
    unlessMissing,
  );
  if (delivery) return { open: delivery.event_id };
  const event = await call('GET /api/spaces/:space/events/:inbox_id', { params: { space, inbox_id: id } }).catch(
    unlessMissing,
  );
  const ids = (event?.destinations ?? []).flatMap(({ event_id }) => event_id ?? []);
  return ids.length > 0 ? { event_id: ids } : null;
}

/** The list of deliveries an id leads to: of a delivery, an event, a person (`uid`) or an order (`eid`). `null`: nothing has it. */
export async function findId(space: string, id: string): Promise<DeliverySearch | null> {
  const found = UUID.test(id) ? await byUuid(space, id.toLowerCase()) : null;
  if (found) return found;
  for (const name of ['eid', 'uid'] as const) {
    const query = { [name]: id, limit: 1 };
    const { items } = await call('GET /api/spaces/:space/deliveries', { params: { space }, query });
    if (items.length > 0) return { [name]: [id] };
  }
  return null;
}
