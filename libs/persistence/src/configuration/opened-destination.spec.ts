import { expect, it } from '@jest/globals';
import { destination } from '@app/contracts';
import { SecretBox } from '../secrets/secret-box.js';
import { sealConfig } from '../secrets/sealed-config.js';
import { OpenedDestinations, PROXY_FIELD } from './opened-destination.js';

const ID = '00000000-0000-4000-8000-0000000000de';
const box = new SecretBox([{ id: 'a', key: Buffer.alloc(32, 1) }]);
const config = { url: 'https://x.example', headers: { 'x-key': 'k' } };

const made = (proxyUrl: string | null, sealer = box) =>
  destination.parse({
    id: ID,
    space_id: ID,
    kind: 'webhook',
    name: 'w',
    enabled: true,
    paused: false,
    paused_total_ms: 0,
    resumed_revision: 0,
    revision: 1,
    config: sealConfig(sealer, ID, config, ['headers.*']),
    event_map: {},
    filter: {},
    currency_map: {},
    proxy_url: proxyUrl === null ? null : sealer.seal(proxyUrl, { owner: ID, field: PROXY_FIELD }),
    max_attempts: 10,
    horizon_s: 3600,
    max_concurrency: 32,
    rate_per_s: null,
    timeout_ms: 10_000,
  });

it('opens a destination once, proxy included', () => {
  const opened = new OpenedDestinations(box);
  const sealed = made('http://u:p@proxy.example');
  expect(opened.open(sealed)).toEqual({ config, proxyUrl: 'http://u:p@proxy.example' });
  expect(opened.open(sealed)).toBe(opened.open(sealed));
  expect(opened.open(made(null))).toEqual({ config, proxyUrl: null });
});

it('names what does not open', () => {
  const lost = new SecretBox([{ id: 'b', key: Buffer.alloc(32, 2) }]);
  expect(new OpenedDestinations(box).open(made('http://proxy.example', lost))).toEqual({
    unreadable: ['headers.x-key', 'proxy_url'],
  });
});
