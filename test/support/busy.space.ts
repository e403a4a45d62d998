import { storeDelivery, storeEvent } from './console.rows.js';
import type { ConsoleStand } from './console.stand.js';

/** A space with two destinations and deliveries of every status over several days. */
export async function aBusySpace(stand: ConsoleStand, now: number) {
  const space = await stand.space();
  const [first, second] = [(await stand.create(space, 'first')).body.id, (await stand.create(space, 'second')).body.id];
  const made: { id: string; at: number; status: string; destination: string }[] = [];
  const statuses = ['sent', 'sent', 'failed', 'failed_permanently', 'pending', 'discarded'] as const;
  for (let n = 0; n < 24; n += 1) {
    const at = now - Math.floor(n / 6) * 86_400_000 - (n % 6) * 1000 - 60_000;
    const canonical = n % 2 === 0 ? 'deposit' : 'registration';
    const event = await storeEvent(stand.database, space, {
      canonical,
      uid: `u${n % 3}`,
      eid: `e${n}`,
      value: '25',
      acceptedAt: at,
    });
    for (const destination of [first, second]) {
      const status = statuses[n % statuses.length] ?? 'sent';
      const reason = status === 'failed_permanently' ? 'http_status' : status === 'failed' ? 'timeout' : null;
      const { id } = await storeDelivery(stand.database, event, destination, { status, reason });
      made.push({ id, at, status, destination });
    }
  }
  const newestFirst = made.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  return { space, first, second, made: newestFirst, path: `/api/spaces/${space}/deliveries` };
}
