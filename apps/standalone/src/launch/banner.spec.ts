import { describe, expect, it } from '@jest/globals';
import { banner, inContainers, onThisMachine } from './banner.js';

const state = {
  ingest: 'http://127.0.0.1:4000',
  console: 'http://127.0.0.1:4100',
  kafka: '127.0.0.1:29092',
  postgres: 'postgres://waybill:pw@127.0.0.1:25432/waybill',
  metrics: {},
  services: [],
  admin: { email: 'admin@waybill.localhost', password: 'pw', token: 'wb_adm_1' },
  space: { id: 's-1', secret: 'wb_sec_1', ingest_token: 'wb_ing_1' },
};

const facts = { version: '0.1.0', probeMs: 84, home: onThisMachine('.waybill') };

describe('the banner', () => {
  const text = banner({ ...facts, state: { ...state, receiver: 'http://127.0.0.1:24001' } });
  const lines = text.split('\n');

  it('says how fast the proof came through', () => {
    expect(lines[1]).toBe('Waybill 0.1.0 is ready: a conversion went through the whole pipe in 84 ms.');
  });

  it('aligns addresses', () => {
    expect(lines.filter((line) => /^ {2}(Ingest|Console|Receiver|Kafka) {2}/.test(line))).toEqual([
      '  Ingest     http://127.0.0.1:4000',
      '  Console    http://127.0.0.1:4100',
      '  Receiver   http://127.0.0.1:24001/_received',
      '  Kafka      127.0.0.1:29092',
    ]);
  });

  it('has commands to copy with the credentials in place', () => {
    expect(text).toContain("curl http://127.0.0.1:4000/events \\\n    -H 'Authorization: Bearer wb_sec_1' \\\n");
    expect(text).toContain(
      "curl http://127.0.0.1:4100/api/spaces/s-1/deliveries \\\n    -H 'Authorization: Bearer wb_adm_1'\n",
    );
  });

  it('fits a terminal of 120 columns', () => {
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  it('tells people with containers what they can do with containers', () => {
    const elsewhere = banner({ ...facts, home: inContainers, state });
    expect(elsewhere).toContain('docker compose logs');
    expect(elsewhere).not.toContain('npm ');
  });

  it('promises neither proof nor receiver without the demo', () => {
    const bare = banner({ ...facts, probeMs: null, state });
    expect(bare).toContain('Waybill 0.1.0 is ready.\n');
    expect(bare).not.toContain('Receiver');
  });
});
