import { randomUUID } from 'node:crypto';
import { eventId, type Canonical, type ClickContext } from '@app/contracts';
import type { TrialEvent } from './trial.task.js';

const MINUTE_MS = 60_000;

const clickAt = (clickedAtMs: number): ClickContext => ({
  uid: 'sample-uid',
  tg_id: null,
  fbclid: 'IwAR0sample-click',
  fbp: `fb.1.${clickedAtMs}.1234567890`,
  campaign_id: '23850000000000001',
  campaign_name: 'Sample campaign',
  adset_id: '23850000000000002',
  adset_name: 'Sample ad set',
  ad_id: '23850000000000003',
  ad_name: 'Sample ad',
  placement: 'Facebook_Mobile_Feed',
  country: 'US',
  link: 'sample',
  params: { utm_source: 'sample', subid: 'sample-subid', clickid: 'sample-clickid' },
  // RFC 5737: an address that belongs to nobody.
  ip: '192.0.2.1',
  user_agent:
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
  clicked_at_ms: clickedAtMs,
  landing: 'https://example.com/',
});

/** An event that never happened, complete, a minute after its click. `now` is epoch ms. */
export const sampleEvent = (canonical: Canonical, now: number): TrialEvent => ({
  inboxId: eventId.parse(randomUUID()),
  isSample: true,
  canonical,
  uid: 'sample-uid',
  tgId: null,
  eid: `sample-${now}`,
  value: canonical === 'deposit' ? '25.00' : null,
  currency: canonical === 'deposit' ? 'USD' : null,
  occurredAtMs: now,
  acceptedAtMs: now,
  first: true,
  user: null,
  data: null,
  click: clickAt(now - MINUTE_MS),
});
