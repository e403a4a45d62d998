import { describe, expect, it } from '@jest/globals';
import { readLanding } from './landing.js';

describe('a landing', () => {
  it.each([
    ['https://shop.example', 'https://shop.example/'],
    ['https://shop.example/a?x=1&y=a%20b#z', 'https://shop.example/a?x=1&y=a%20b#z'],
    ['https://t.me/bot?start={uid}', 'https://t.me/bot?start={uid}'],
    ['https://shop.example/{uid}/?u={uid}#{uid}', 'https://shop.example/{uid}/?u={uid}#{uid}'],
    ['tg://resolve?domain=bot&start={uid}', 'tg://resolve?domain=bot&start={uid}'],
    ['https://bücher.example/straße?q=ü', 'https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC'],
  ])('%s is kept as %s', (text, url) => expect(readLanding(text)).toEqual({ url }));

  it.each([
    'shop.example',
    '/landing',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    'https://{uid}.example',
    'https://user:secret@shop.example',
    'https://shop.example/?x={click_id}',
    'https://shop.example/%7Buid%7D',
    '',
  ])('%p is none', (text) => expect(readLanding(text)).toHaveProperty('wrong'));
});
