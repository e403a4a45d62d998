import { CANONICALS, KINDS, eventMap } from '@app/contracts';
import { aClick, aDeliveryTask } from '@app/contracts/testing';
import { describe, expect, it } from '@jest/globals';
import { kinds, kindsIn } from './index.js';

const ready = kindsIn({ graphUrl: 'https://graph.test' });

const CONFIGS = {
  fb_capi: { pixel_id: '1234567890', access_token: 'EAAB0123456789abcdefg' },
  webhook: { url: 'https://example.com/' },
  s2s_postback: { url_template: 'https://t.example/?id={event_id}' },
};

describe.each(KINDS)('%s', (name) => {
  const profile = kinds[name];
  const kind = ready[name];
  const config = kind.config.parse(CONFIGS[name]);

  it('is known by its own name, with and without surroundings', () => {
    expect([profile.kind, kind.kind]).toEqual([name, name]);
    expect(kind).toMatchObject({ fields: profile.fields, presets: profile.presets, limits: profile.limits });
  });

  it('has a configuration that is kept as it was parsed', () => {
    expect(kind.config.parse(JSON.parse(JSON.stringify(config)))).toEqual(config);
  });

  it('asks in clear for nothing that is kept secret', () => {
    const secret = new Set(profile.secrets.map((path) => path.split('.')[0]));
    for (const field of profile.fields)
      expect([field.name, field.secret]).toEqual([field.name, secret.has(field.name)]);
  });

  it('has a name for every canonical, and presets with maps that can be saved', () => {
    for (const canonical of CANONICALS) expect(profile.eventMap[canonical]).toBeTruthy();
    for (const preset of profile.presets) expect(eventMap.parse(preset.event_map)).toEqual(preset.event_map);
  });

  it('renders an event and judges its answer', () => {
    const task = aDeliveryTask({ kind: name, event: 'Lead', click: aClick() });
    const { request, refused } = kind.render([task], config, task.accepted_at_ms);
    expect(refused).toEqual([]);
    expect(request?.url).toMatch(/^https:\/\/(?:graph\.test|example\.com|t\.example)\//);
    const answer = { status: 500, headers: {}, body: Buffer.alloc(0), truncated: false };
    expect(kind.judge([task], config, answer, 0).each).toEqual([expect.objectContaining({ verdict: 'retry' })]);
  });
});
