import { describe, expect, it } from '@jest/globals';
import { isPreview } from './preview.js';
import { VisitorReader } from './visitor.js';

describe('a preview', () => {
  it.each([
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'meta-externalagent/1.1',
    'TelegramBot (like TwitterBot)',
    'WhatsApp/2.23.20.0 A',
    'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'LinkedInBot/1.0',
    'Mozilla/5.0 (compatible; Googlebot/2.1)',
  ])('is what %s wants', (agent) => expect(isPreview({ 'user-agent': agent })).toBe(true));

  it.each([
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'x-purpose': 'preview' },
    { 'x-moz': 'prefetch' },
  ])('is what %j asks for', (headers) => expect(isPreview({ 'user-agent': 'Mozilla/5.0', ...headers })).toBe(true));

  it.each([
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) [FBAN/FBIOS;FBAV/480.0]',
    'Mozilla/5.0 (Linux; Android 14; CUBOT X30) Chrome/130 Mobile [FB_IAB/FB4A]',
    'Instagram 300.0.0.0 Android',
    '',
  ])('is not what %s wants', (agent) => expect(isPreview({ 'user-agent': agent })).toBe(false));
});

describe('a visitor', () => {
  const reader = new VisitorReader('CF-IPCountry');
  const of = (ip: string, headers: Record<string, string>) => reader.of({ ip, headers });

  it('is known by address, agent and the country the edge names', () => {
    expect(of('::ffff:203.0.113.9', { 'user-agent': 'UA', 'cf-ipcountry': 'de' })).toEqual({
      ip: '203.0.113.9',
      userAgent: 'UA',
      country: 'DE',
    });
    expect(of('2001:db8::1', {})).toEqual({ ip: '2001:db8::1', userAgent: null, country: null });
  });

  it.each(['XX', 'T1', 'Germany', ''])('has no country in %p', (country) =>
    expect(of('::1', { 'cf-ipcountry': country }).country).toBeNull(),
  );

  it('has none where nobody is believed', () => {
    expect(new VisitorReader(null).of({ ip: '::1', headers: { 'cf-ipcountry': 'DE' } }).country).toBeNull();
  });
});
