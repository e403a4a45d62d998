import { describe, expect, it } from '@jest/globals';
import { testMetrics } from '@app/observability/testing';
import { OPEN } from './metrics.js';

describe('metrics', () => {
  it('start every closed series at 0', async () => {
    const metrics = testMetrics();
    metrics.counter({ name: 'calls_total', help: 'x', labels: { door: ['http', 'get'], ok: ['yes', 'no'] } });
    const text = await metrics.text();
    expect(text.match(/^waybill_calls_total\{.*\} 0$/gm)).toHaveLength(4);
  });

  it('leave open labels empty until they are known', async () => {
    const metrics = testMetrics();
    const gauge = metrics.gauge({ name: 'lag_records', help: 'x', labels: { partition: OPEN } });
    expect(await metrics.text()).not.toMatch(/^waybill_lag_records\{/m);
    gauge.set({ partition: '3' }, 7);
    expect(await metrics.text()).toContain('waybill_lag_records{partition="3"} 7');
  });

  it('read a gauge at the scrape', async () => {
    const metrics = testMetrics();
    metrics.gauge({ name: 'queue_bytes', help: 'x', read: (gauge) => gauge.set(42) });
    expect(await metrics.text()).toContain('waybill_queue_bytes 42');
  });

  it('say what runs here', async () => {
    expect(await testMetrics().text()).toMatch(
      /waybill_build_info\{service="test",version="0.0.0",node="24\.[\d.]+"\} 1/,
    );
  });

  it.each(['calls', 'Calls_total', 'calls__total'])('refuse the counter name %s', (name) => {
    expect(() => testMetrics().counter({ name, help: 'x' })).toThrow(name);
  });
});
