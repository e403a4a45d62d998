import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MACRO_NAMES } from './macro.js';
import { pointsAsWritten, renderTemplate, templateProblems, usesMacro } from './template.js';

const BASE = 'https://t.example/postback?id={event_id}';
const rendered = (template: string, value: string | null) => renderTemplate(template, () => value).url;

describe('a template', () => {
  it.each([
    'https://t.example',
    'http://t.example:8080/p?cid={q.cid}&v={value}',
    'https://t.example/{secret.key}/postback?subid={q.sub_id_1}&tid={eid}',
    'HTTPS://T.example?x={uid}',
    'https://bücher.example/é?x=é',
    'https://t.example/p?x=%7Bclickid%7D&y=[a]',
    `https://t.example/?${MACRO_NAMES.map((name) => `${name}={${name}}`).join('&')}`,
  ])('%s is fine', (template) => expect(templateProblems(template)).toEqual([]));

  it.each([
    ['{Uid}', '{uid}'],
    ['{evnt_id}', '{event_id}'],
    ['{occured_at}', '{occurred_at}'],
    ['{payout}', '{value}'],
    ['{transaction_id}', '{event_id}'],
    ['{status}', '{event}'],
    ['{geo}', '{country}'],
    ['{clickid}', '{q.clickid}'],
    ['{sub_id_3}', '{q.sub_id_3}'],
    ['{Q.cid}', '{q.cid}'],
    ['{q.}', '{q.NAME}'],
    ['{secret.}', '{secret.NAME}'],
    ['{}', '{uid}'],
    ['{constructor}', '{country}'],
  ])('with %s is refused, and %s is proposed', (macro, nearest) => {
    expect(templateProblems(`${BASE}&x=${macro}`)).toEqual([`${macro} is not a macro: did you mean ${nearest}?`]);
  });

  it.each([
    ['https://{q.host}/', 'path and query only'],
    ['https://t.example:{value}/', 'path and query only'],
    ['https://{uid}@t.example/', 'path and query only'],
    ['https://t.{country}.example?x=1', 'path and query only'],
    ['{q.scheme}://t.example/', 'must begin with https://'],
    ['https:t.example/', 'must begin with https://'],
    ['ftp://t.example/', 'must begin with https://'],
    ['t.example/{uid}', 'must begin with https://'],
    ['https://t.example/#{uid}', 'fragment'],
    ['https://t.example/?a=1#', 'fragment'],
    ['https://t.example/{uid', 'brace'],
    ['https://t.example/?x={{uid}}', 'brace'],
    ['https://t.example/a b', 'blanks'],
    ['https://t.example/\t', 'blanks'],
    ['https://t.example\\{uid}', 'blanks'],
    ['https://t.example/a/../{uid}', '. or ..'],
    ['https://t.example/%2E./{uid}', '. or ..'],
    ['https://u:p@t.example/', 'credentials'],
    ['https://', 'is not a URL'],
    ['https://t.example:99999/', 'is not a URL'],
  ])('%s is refused', (template, why) => {
    expect(templateProblems(template)).toEqual([expect.stringContaining(why)]);
  });

  it('is told everything that is wrong with it', () => {
    expect(templateProblems('https://{a}.example/ {b}#x')).toHaveLength(5);
  });

  it('is known by its macros, not by its text', () => {
    expect(usesMacro('https://t.example/?id={eid}', ['event_id', 'eid'])).toBe(true);
    expect(usesMacro('https://t.example/?event_id=eid', ['event_id', 'eid'])).toBe(false);
  });
});

describe('a value', () => {
  it.each([
    ["a b&c=d/é+%~!()*'", "a%20b%26c%3Dd%2F%C3%A9%2B%25~!()*'"],
    ['', ''],
    [null, ''],
    ['%20', '%2520'],
    ['\ud800', '%EF%BF%BD'],
    ['a\ud800b', 'a%EF%BF%BDb'],
    ['😀', '%F0%9F%98%80'],
    ['a\0\r\n', 'a%00%0D%0A'],
    ['{uid}', '%7Buid%7D'],
    ['$&$1', '%24%26%241'],
  ])('%j becomes %j', (value, encoded) => {
    expect(rendered('https://t.example/{q.a}?b={q.b}', value)).toBe(`https://t.example/${encoded}?b=${encoded}`);
  });

  it('is one parameter and one step of the path, whatever it is', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(text, (value) => {
        const template = 'https://t.example:8443/a/{q.a}/b?x={q.a}&y=1';
        const url = rendered(template, value);
        const parsed = new URL(url);
        expect(parsed.origin).toBe('https://t.example:8443');
        expect(parsed.hash).toBe('');
        expect([...parsed.searchParams]).toEqual([
          ['x', value.toWellFormed()],
          ['y', '1'],
        ]);
        const stays = !['.', '..'].includes(value);
        expect(pointsAsWritten(template, url)).toBe(stays);
        const step = stays && decodeURIComponent(parsed.pathname.split('/')[2] ?? '');
        expect(step).toBe(stays && value.toWellFormed());
      }),
    );
  });

  it('never moves the request to another origin', () => {
    const piece = fc.constantFrom('a', '/', '?', '&x=', '.', ':', '@', '{uid}', '{q.a}', '%2e', ';', '[', '!');
    const template = fc.array(piece, { maxLength: 12 }).map((pieces) => `https://t.example/${pieces.join('')}`);
    fc.assert(
      fc.property(template, fc.string({ unit: 'binary' }), (text, value) => {
        fc.pre(templateProblems(text).length === 0);
        const url = rendered(text, value);
        expect(!pointsAsWritten(text, url) || new URL(url).origin === 'https://t.example').toBe(true);
      }),
    );
  });
});
