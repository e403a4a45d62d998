import type { SeededDestination } from './space.seed.js';

/** A webhook at the receiver, signed with a secret the receiver knows. */
export const webhookAt = (name: string, url: string, signingSecret: string): SeededDestination => ({
  kind: 'webhook',
  name,
  address: { url },
  config: { signing_secret: signingSecret },
});

/** What the receiver stands in for beside a webhook: Meta, whose address is a setting of services, and a tracker. */
export const partnersAt = (receiverUrl: string): readonly SeededDestination[] => [
  {
    kind: 'fb_capi',
    name: 'Demo Meta',
    address: {},
    config: { pixel_id: '1000000000000001', access_token: 'demo-access-token-of-nobody' },
  },
  {
    kind: 's2s_postback',
    name: 'Demo tracker',
    address: {
      url_template: `${receiverUrl}/tracker/demo?click_id={q.click_id}&status={event}&payout={value}&currency={currency}&txid={event_id}`,
    },
    config: { body_must_contain: 'success=true' },
  },
];
