import { isIPv4 } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isPublic, parseAllowList } from './address.judge.js';

/** First and last addresses of the IANA special-purpose registries, and of the clouds' own. */
const REFUSED = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255', '100.100.100.200'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255', '169.254.169.254', '169.254.170.2'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255', '192.0.0.8', '192.0.0.170'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.31.196.0', '192.52.193.0', '192.88.99.0', '192.175.48.0'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '203.0.113.0'],
  ['224.0.0.0', '239.255.255.255'],
  ['240.0.0.0', '255.255.255.254', '255.255.255.255'],
  ['168.63.129.16'],
  ['::', '::1', '::7f00:1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:a9fe:a9fe', '::ffff:0:7f00:1'],
  ['64:ff9b::7f00:1', '64:ff9b::a00:1', '64:ff9b:1::1', '64:ff9b:1::808:808'],
  ['100::', '100::ffff:ffff:ffff:ffff', '100:0:0:1::', '100:0:0:1::1'],
  ['2001::1', '2001:1::1', '2001:2::1', '2001:10::1', '2001:20::1', '2001:1ff:ffff::1'],
  ['2001:db8::1', '2002:7f00:1::', '2002:808:808::', '3fff::1', '3fff:fff::1', '2620:4f:8000::1'],
  ['5f00::1', 'fc00::1', 'fd00:ec2::254', 'fdff::1', 'fe80::1', 'febf::1', 'fec0::1', 'ff02::1'],
  ['2606:4700::5efe:7f00:1', '2606:4700::200:5efe:a00:1'],
  ['fe80::1%eth0', '2606:4700::1111%eth0', '1000::1', '4000::1', '8000::1'],
  ['', 'localhost', '127.1', '0x7f.1', '2130706433', '0177.0.0.1', '8.8.8', '8.8.8.8.', ' 8.8.8.8', '08.8.8.8'],
].flat();

const PUBLIC = [
  ['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0'],
  ['169.253.255.255', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0'],
  ['223.255.255.255', '168.63.129.15', '168.63.129.17'],
  ['2606:4700::1111', '2001:4860:4860::8888', '2001:200::1', '2a00:1450:4001::1', '3ffe:ffff::1'],
  ['::ffff:8.8.8.8', '64:ff9b::808:808', '2606:4700::5efe:808:808'],
].flat();

describe('public addresses', () => {
  it.each(REFUSED)('not: %s', (address) => expect(isPublic(address)).toBe(false));
  it.each(PUBLIC)('%s', (address) => expect(isPublic(address)).toBe(true));

  it('are judged the same however IPv4 is dressed', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        const verdict = isPublic(address);
        for (const dressed of [`::ffff:${address}`, `::ffff:${hex}`, `64:ff9b::${hex}`, `2606:4700::5efe:${hex}`]) {
          expect([dressed, isPublic(dressed)]).toEqual([dressed, verdict]);
        }
        expect(isPublic(`2002:${hex}::1`)).toBe(false);
        expect(isPublic(`::${hex}`)).toBe(false);
      }),
    );
  });

  it('never break, and are never anything but canonical addresses', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4Extended(), fc.ipV6()), (text) => {
        const verdict = isPublic(text);
        expect(!verdict || isIPv4(text) || text.includes(':')).toBe(true);
      }),
    );
  });
});

describe('the allow-list', () => {
  it('covers what lies in its networks, and the mapped form of it', () => {
    const allow = parseAllowList(['10.0.0.0/8', '::1/128', 'fd00::/8', '64:ff9b:1::/48']);
    expect(allow.empty).toBe(false);
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '::ffff:a01:203', '::1', 'fd12::1', '64:ff9b:1::1']) {
      expect([address, allow.covers(address)]).toEqual([address, true]);
    }
    for (const address of ['11.0.0.1', '::2', 'fe80::1', '::1%lo', 'localhost', '10.1', '127.0.0.1', '']) {
      expect([address, allow.covers(address)]).toEqual([address, false]);
    }
  });

  it('covers nothing when empty', () => {
    expect(parseAllowList([])).toMatchObject({ empty: true });
    expect(parseAllowList([]).covers('127.0.0.1')).toBe(false);
  });

  it.each(['', '10.0.0.0', '10.0.0.0/33', '10/8', 'localhost/8', '::1/129', '10.0.0.0/8 ', 'fe80::1%eth0/64'])(
    'refuses %p',
    (cidr) => expect(() => parseAllowList([cidr])).toThrow('not a CIDR'),
  );
});
