import { describe, expect, it } from '@jest/globals';
import { clickInput, clickRecord, spaceId } from '@app/contracts';
import type { Link } from '@app/persistence';
import { reportedClick, visitedClick } from './new-click.js';

const SPACE = spaceId.parse('6f1c2a9e-3b7d-4c55-9d0e-0a1b2c3d4e5f');
const NOW = 1_790_000_000_000;
const link: Link = {
  id: '00000000-0000-4000-8000-000000000001',
  spaceId: SPACE,
  slug: 'autumn',
  landing: 'https://shop.example/{uid}',
  enabled: true,
};

describe('the record of a click', () => {
  it('holds a visit with its link, and is what the topic takes', () => {
    const visitor = { ip: '203.0.113.9', userAgent: 'UA', country: 'DE' };
    const record = visitedClick(link, 'u', 'fbclid=f&sub=1', visitor, NOW);
    expect(clickRecord.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      space_id: SPACE,
      uid: 'u',
      link_id: link.id,
      link: 'autumn',
      landing: 'https://shop.example/{uid}',
      fbclid: 'f',
      country: 'DE',
      ip: '203.0.113.9',
      user_agent: 'UA',
      params: { fbclid: 'f', sub: '1' },
      clicked_at_ms: NOW,
      tg_id: null,
    });
  });

  it('takes from the query what is not given by name', () => {
    const given = clickInput.parse({ campaign_id: 'given', tg_id: 7, raw_query: '?campaign_id=read&ad_id=read' });
    const record = reportedClick({ spaceId: SPACE, uid: 'u', link: null, given, nowMs: NOW });
    expect(clickRecord.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      campaign_id: 'given',
      ad_id: 'read',
      tg_id: '7',
      link: null,
      link_id: null,
      params: { campaign_id: 'read', ad_id: 'read' },
      clicked_at_ms: NOW,
    });
  });
});
