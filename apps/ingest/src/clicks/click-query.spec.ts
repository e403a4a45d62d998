import { describe, expect, it } from '@jest/globals';
import { readClickQuery } from './click-query.js';

describe('the query of a visit', () => {
  it('gives the fields of a click, the plain names before those of analytics', () => {
    expect(
      readClickQuery(
        'utm_campaign=Analytics&campaign_name=Plain&utm_term=Set&utm_content=Ad&campaign_id=1&placement=feed',
      ),
    ).toMatchObject({
      campaign_name: 'Plain',
      adset_name: 'Set',
      ad_name: 'Ad',
      campaign_id: '1',
      adset_id: null,
      placement: 'feed',
      fbclid: null,
    });
  });

  it('leaves an ad click id to the byte as it came', () => {
    const fbclid = 'IwZXh0bgNhZW0BMABhZGlkAasXyz-_.~%20'.repeat(8);
    expect(readClickQuery(`fbclid=${encodeURIComponent(fbclid)}`).fbclid).toBe(fbclid);
  });

  it('knows nothing of macros nobody filled in, nor keeps them', () => {
    const read = readClickQuery(
      'campaign_name={{campaign.name}}&utm_campaign=real&ad_id=%7B%7Bad.id%7D%7D&x={{y}}&z={one}',
    );
    expect(read).toMatchObject({ campaign_name: 'real', ad_id: null, params: { utm_campaign: 'real', z: '{one}' } });
  });

  it('keeps every parameter in order, of repeats the first', () => {
    expect(JSON.stringify(readClickQuery('b=1&a=2&b=3&empty=&ä=ö').params)).toBe('{"b":"1","a":"2","ä":"ö"}');
  });

  it('keeps no more than 4 KiB of them, but reads its fields from all', () => {
    const { params, fbclid } = readClickQuery(
      `a=${'x'.repeat(3000)}&b=${'y'.repeat(2000)}&c=1&fbclid=${'f'.repeat(2000)}`,
    );
    expect(Object.keys(params)).toEqual(['a', 'c']);
    expect(Buffer.byteLength(JSON.stringify(params))).toBeLessThanOrEqual(4096);
    expect(fbclid).toHaveLength(2000);
  });

  it('drops what cannot be stored or would be mistaken', () => {
    expect(readClickQuery('__proto__=x&a=%00&fbclid=a%00b').params).toEqual({});
    expect(readClickQuery(`campaign_name=${'n'.repeat(3000)}`).campaign_name).toBeNull();
    expect(readClickQuery('').params).toEqual({});
    expect(readClickQuery('%FF=%zz').params).toEqual({ '\ufffd': '%zz' });
  });
});
