import { describe, expect, it } from '@jest/globals';
import { bucketOf, destinationId, spaceId } from '@app/contracts';
import { createMetrics } from '@app/observability';
import { standingMetrics } from './standing.metrics.js';

const id = destinationId.parse('6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f');
const destination = {
  id,
  space_id: spaceId.parse('00000000-0000-4000-8000-000000000001'),
  kind: 'webhook' as const,
  name: 'Shop',
  state: 'held' as const,
  last_success_at: 1_790_000_000_000,
};
const row = (atMs: number, pending: number, failed: number) => ({
  destination_id: id,
  bucket: bucketOf(atMs),
  pending,
  failed,
});

describe('standing', () => {
  it('says state, what is open over all days, and the age of the oldest', async () => {
    const metrics = createMetrics({ service: 'test', version: '1', defaults: false });
    const tell = standingMetrics(metrics);
    const open = [row(1_790_000_000_000, 2, 1), row(1_790_086_400_000, 3, 0)];
    tell({ destinations: [destination], open, oldest: new Map([[id, 1_790_000_000_000]]) }, 1_790_000_060_000);
    const text = await metrics.text();
    const at = `destination="${id}",kind="webhook"`;
    expect(text).toContain(`waybill_destination_state{${at},state="held"} 1`);
    expect(text).toContain(`waybill_destination_state{${at},state="active"} 0`);
    expect(text).toContain(`waybill_destination_open_deliveries{${at},status="pending"} 5`);
    expect(text).toContain(`waybill_destination_open_deliveries{${at},status="failed"} 1`);
    expect(text).toContain(`waybill_destination_oldest_open_seconds{${at}} 60`);
    expect(text).toContain(`waybill_destination_last_success_timestamp_seconds{${at}} 1790000000`);
  });

  it('forgets what is gone', async () => {
    const metrics = createMetrics({ service: 'test', version: '1', defaults: false });
    const tell = standingMetrics(metrics);
    tell({ destinations: [destination], open: [], oldest: new Map() }, 0);
    tell({ destinations: [], open: [], oldest: new Map() }, 0);
    expect(await metrics.text()).not.toContain(id);
  });
});
