import { describe, expect, it } from '@jest/globals';
import { landingUrl } from './landing.js';

const UID = 'AbC-_9';

describe('where a visitor is sent', () => {
  it.each([
    ['https://shop.example', '', 'https://shop.example'],
    ['https://shop.example/?', '', 'https://shop.example/'],
    ['https://shop.example/a', 'x=1&y=2', 'https://shop.example/a?x=1&y=2'],
    ['https://shop.example/a?x=own', 'x=1&y=2', 'https://shop.example/a?x=own&y=2'],
    ['https://shop.example/a?%78=own', 'x=1', 'https://shop.example/a?%78=own'],
    ['https://shop.example/a?x=own#part', 'y=2', 'https://shop.example/a?x=own&y=2#part'],
    ['https://shop.example/#/route?z=1', 'y=2', 'https://shop.example/?y=2#/route?z=1'],
    ['https://t.me/bot?start={uid}', 'fbclid=f', `https://t.me/bot?start=${UID}&fbclid=f`],
    ['https://shop.example/{uid}/?u={uid}#{uid}', '', `https://shop.example/${UID}/?u=${UID}#${UID}`],
    ['https://shop.example', 'u={uid}', 'https://shop.example?u={uid}'],
    ['tg://resolve?domain=bot&start={uid}', '', `tg://resolve?domain=bot&start=${UID}`],
  ])('%s with %s', (landing, query, expected) => expect(landingUrl(landing, UID, query)).toBe(expected));

  it('brings the visitor’s parameters to the byte', () => {
    const query = 'fbclid=IwAR0-_a.~b%2Bc+d&x=%zz&x=2&flag&=v&%D0%B0=%D0%B1';
    expect(landingUrl('https://shop.example', UID, query)).toBe(`https://shop.example?${query}`);
  });

  it('holds nothing a header cannot', () => {
    const url = landingUrl('https://shop.example', UID, 'a=é b\r\nx: y&b=\ud800');
    expect(url).toMatch(/^[\x21-\x7e]+$/);
    expect(url).toBe('https://shop.example?a=%C3%A9%20b%0D%0Ax:%20y&b=%EF%BF%BD');
  });
});
